/** Versions of models on disk: manifests, files, hashes and aliases. */
@NullMarked
package io.millrace.models.registry;

import org.jspecify.annotations.NullMarked;
