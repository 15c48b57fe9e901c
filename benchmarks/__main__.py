"""All benchmarks, one after the other: ``make bench``. Each prints its own figures with a baseline beside them."""

from benchmarks import (
    audit,
    availability,
    books,
    desk,
    guest_search,
    imports,
    line_drop,
    operator,
    posting,
    replay,
)

desk.main()
availability.main()
imports.main()
replay.main()
guest_search.main()
operator.main()
posting.main()
audit.main()
books.main()
line_drop.main()
