-- What a ticket costs may be the buyer's choice: then the type's price is the least, and one is suggested.
ALTER TABLE public.ticket_types
  ADD COLUMN pricing text NOT NULL DEFAULT 'fixed' CONSTRAINT ticket_types_pricing_known CHECK (pricing IN ('fixed', 'chosen')),
  ADD COLUMN suggested_minor bigint,
  ADD CONSTRAINT ticket_types_suggestion CHECK ((pricing = 'chosen') = (suggested_minor IS NOT NULL) AND (suggested_minor IS NULL OR suggested_minor BETWEEN price_minor AND 100000000)),
  -- What a ticket makes of its holder, by the names of the holders' event roles (platform-auth); it permits nothing in the console.
  ADD CONSTRAINT ticket_types_grants_holder_role CHECK (grants_role IN ('BACKSTAGE_L2', 'BACKSTAGE_L1', 'PLATINUM_VIP_L2', 'PLATINUM_VIP_L1', 'VIP_L3', 'VIP_L2', 'VIP_L1',
    'GA_L5', 'GA_L4', 'GA_L3', 'GA_L2', 'GA_L1', 'GUEST', 'INFLUENCER', 'BRAND_AMBASSADOR', 'AFFILIATE'));

-- Per ticket, without fees; only where the buyer chooses (hold_items_chosen_price). Kept with the hold: what the type asks
-- later changes nothing of it.
ALTER TABLE public.hold_items ADD COLUMN chosen_minor bigint CONSTRAINT hold_items_chosen_sane CHECK (chosen_minor BETWEEN 0 AND 100000000);
