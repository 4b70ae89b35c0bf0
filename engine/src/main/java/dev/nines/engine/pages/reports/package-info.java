/** {@code /reports/{yyyy-mm}}: the monthly report as a page, Markdown and JSON. */
@NullMarked
package dev.nines.engine.pages.reports;

import org.jspecify.annotations.NullMarked;
