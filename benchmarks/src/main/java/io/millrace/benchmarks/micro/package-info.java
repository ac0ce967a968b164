/** What single steps of the hot path cost, measured by JMH. */
@NullMarked
package io.millrace.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
