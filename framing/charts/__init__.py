"""Charts: from a table to Axes. One file a chart; nothing here estimates anything."""
