package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import io.millrace.models.tensor.ArrowStream;

/** Which {@code content-type} headers name which format. */
final class ContentTypes {
    /** What a tensor frame calls itself. */
    static final String FRAME = "application/vnd.millrace.frame";

    private static final String CLOUD_EVENT_ENVELOPE = "application/cloudevents";

    private ContentTypes() {}

    /** @param contentType in lower case, with its parameters */
    static boolean fits(String contentType, EventsConfig.Format format) {
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).trim();
        return switch (format) {
            case JSON -> json(type) && utf8(contentType);
            case FRAME -> type.equals(FRAME) || type.equals("application/octet-stream");
            case ARROW -> type.equals(ArrowStream.MEDIA_TYPE) || type.equals("application/octet-stream");
        };
    }

    /** An event wrapped in a CloudEvents envelope is not the event. */
    private static boolean json(String type) {
        return type.equals("application/json")
                || type.equals("text/json")
                || (type.endsWith("+json") && !type.startsWith(CLOUD_EVENT_ENVELOPE));
    }

    private static boolean utf8(String contentType) {
        int at = contentType.indexOf("charset=");
        if (at < 0) {
            return true;
        }
        String charset = contentType
                .substring(at + "charset=".length())
                .replace("\"", "")
                .trim();
        return charset.startsWith("utf-8") || charset.startsWith("us-ascii");
    }
}
