/** Live quality: how good what each version says turns out to be, as labels come. */
@NullMarked
package io.millrace.operators.quality;

import org.jspecify.annotations.NullMarked;
