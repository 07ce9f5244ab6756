### Public
pricing-nothing-added = no fees or taxes added
pricing-incl-fees = incl. { $fees } fees
pricing-incl-tax = incl. { $tax } tax
pricing-incl-both = incl. { $fees } fees and { $tax } tax
