package io.millrace.jobs.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The fields of a listing as an application would send them; config/pipelines/demo.yaml declares the same names. */
final class ListingJson {
    private ListingJson() {}

    /** Each field's name with its value as JSON text, in the order in which they are sent. */
    static Map<String, String> fields(Listing listing, String id, long listedAt) {
        House house = listing.house();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", quoted(id));
        fields.put("listed_at", Long.toString(listedAt));
        fields.put("zipcode", quoted(listing.zip().code()));
        fields.put("sqft_living", Integer.toString(house.living()));
        fields.put("sqft_lot", Integer.toString(house.lot()));
        fields.put("bedrooms", Integer.toString(house.bedrooms()));
        fields.put("bathrooms", Double.toString(house.bathrooms()));
        fields.put("floors", Double.toString(house.floors()));
        fields.put("grade", Integer.toString(house.grade()));
        fields.put("condition", Integer.toString(house.condition()));
        fields.put("yr_built", Integer.toString(house.yearBuilt()));
        fields.put("waterfront", Boolean.toString(house.waterfront()));
        fields.put("lat", Double.toString(listing.latitude()));
        fields.put("long", Double.toString(listing.longitude()));
        return fields;
    }

    static byte[] bytes(Map<String, String> fields) {
        return text(fields).getBytes(UTF_8);
    }

    static String text(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ':' + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
