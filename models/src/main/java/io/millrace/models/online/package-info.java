/** Learners that go on learning, one label after the other, and whose whole state can be taken out and put back. */
@NullMarked
package io.millrace.models.online;

import org.jspecify.annotations.NullMarked;
