package io.millrace.jobs.demo;

/**
 * What is for sale. Areas are in square feet.
 *
 * @param grade quality of the construction, 3 to 13; 7 is the average
 * @param condition state of repair, 1 to 5; 3 is the average
 */
record House(
        int living,
        int lot,
        int bedrooms,
        double bathrooms,
        double floors,
        int grade,
        int condition,
        int yearBuilt,
        boolean waterfront) {}
