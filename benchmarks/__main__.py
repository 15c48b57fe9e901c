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
    serve,
    wire,
)

desk.main()
wire.main()
availability.main()
imports.main()
replay.main()
guest_search.main()
operator.main()
posting.main()
audit.main()
books.main()
serve.main()
line_drop.main()
