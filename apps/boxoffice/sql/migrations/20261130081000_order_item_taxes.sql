-- Which tax a line was priced with: the event's rule may change later, and a receipt names the one of then.
ALTER TABLE public.order_items
  ADD COLUMN tax_name text NOT NULL DEFAULT '',
  ADD COLUMN tax_rate_millionths bigint CONSTRAINT order_items_tax_rate CHECK (tax_rate_millionths BETWEEN 0 AND 1000000),
  ADD CONSTRAINT order_items_tax_has_both CHECK ((tax_name = '') = (tax_rate_millionths IS NULL));

-- Lines from before get their event's rule where it gives the very tax that was charged; where it does not, the rule was
-- another one then, and nobody knows it any more.
UPDATE public.order_items i SET tax_name = r.name, tax_rate_millionths = r.rate_millionths
  FROM public.tax_rules r
 WHERE r.event_id = i.event_id AND btrim(r.name) <> ''
   AND i.unit_tax_added_minor = CASE WHEN r.included THEN 0 ELSE round((i.unit_price_minor + i.unit_fee_minor)::numeric * r.rate_millionths / 1000000) END
   AND i.unit_tax_included_minor = CASE WHEN r.included THEN round((i.unit_price_minor + i.unit_fee_minor)::numeric * r.rate_millionths / (1000000 + r.rate_millionths)) ELSE 0 END;
