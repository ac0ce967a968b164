/** Off-heap memory that a batch is written into and a tensor aliases; the only package that knows Arrow. */
@NullMarked
package io.millrace.models.tensor;

import org.jspecify.annotations.NullMarked;
