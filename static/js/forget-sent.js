// A browser keeps what was sent to the page it shows, in its list of open tabs, on the disk, for as long as there is a disk.
// Once the page is told that its address is its own, what was typed into the form before is dropped from that list. It is
// done at once, because the list is written a few seconds after a page came. The form itself keeps every word.
history.replaceState(history.state, "", location.href);
