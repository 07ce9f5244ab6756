pricing-nothing-added = دون رسوم أو ضرائب إضافية
pricing-incl-fees = شاملًا رسومًا قدرها { $fees }
pricing-incl-tax = شاملًا ضريبة قدرها { $tax }
pricing-incl-both = شاملًا رسومًا قدرها { $fees } وضريبة قدرها { $tax }
