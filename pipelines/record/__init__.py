"""What a page is: kind, walls, quality, parts, rights; and the record or the reason why there is none."""
