/** PyTorch through DJL; the only package that knows DJL. */
@NullMarked
package io.millrace.models.pytorch;

import org.jspecify.annotations.NullMarked;
