/** How a version earns its place: tests, gates and the steps from a new version to the champion. */
@NullMarked
package io.millrace.models.promote;

import org.jspecify.annotations.NullMarked;
