"""Tables of records: columns, cells, clipboard and filling, and the pane that holds one."""
