"""Packages: breakfast, transfers, dinners sold with the room, at prices of their own.

``setup`` says what a package is, ``nights`` lays it on the nights of a stay, ``posting`` puts the parts on the
folio when the night is posted, ``allowances`` charges consumption against them.

The entries, by an example: 2,900 net a night for two, breakfast 420 each in the rate, an allowance for the morning
after; service charge 10 %, VAT 7 %.

====================================================  ========================  ==========================
night of the 23rd, room: what is left                 Dr guest ledger 2,424.62  Cr room 2,060.00, service
                                                                                206.00, VAT 158.62
night of the 23rd, element: its own code              Dr guest ledger   988.68  Cr food   840.00, service
                                                                                84.00, VAT 64.68
the 24th, breakfast for 600 net is charged            Dr guest ledger   706.20  Cr food   600.00, service
                                                                                60.00, VAT 46.20
the 24th, the allowance takes it (kind "allowance")   Dr food 600.00, service   Cr guest ledger   706.20
                                                      60.00, VAT 46.20
audit of the 24th, 282.48 are left, of which 240 net  Dr food 240.00            Cr package profit 240.00
====================================================  ========================  ==========================

So the guest owes what the night costs and nothing more, service charge and VAT stand once, and revenue is counted
once: where it was consumed (a minibar charge on a food allowance takes the revenue from food), what nobody
consumed as package profit. A breakfast for 1,000 net would leave 160 (with service and tax 188.32) on the guest;
where the hotel bears it (setting ``package_overuse`` = loss), a second credit takes that off the folio: Dr package
loss 160.00, service, VAT; Cr guest ledger 188.32. That is decided when it is charged and not in the audit, for
the guest may be gone by then.
"""
