pricing-nothing-added = ohne weitere Gebühren oder Steuern
pricing-incl-fees = inkl. { $fees } Gebühren
pricing-incl-tax = inkl. { $tax } Steuern
pricing-incl-both = inkl. { $fees } Gebühren und { $tax } Steuern
