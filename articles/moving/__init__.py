"""Moving house: posts of an old site, from the file that its platform hands out, to drafts here.

Reading (kinds, wordpress, feed_files, wix, ghost) turns a file into `OldSite`s and needs no database; `deciding` says
what becomes of each post, `texts` makes its text, `services` writes, and `report` says everything that was decided.
"""
