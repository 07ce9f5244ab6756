-- Permissions and the built-in roles, as data. Re-applied when this file changes.
-- A role's line lists what it adds to the roles it inherits; inheritance and wildcards are spelt out
-- here, once, so that a check is one index lookup. Codes and labels are the seeds'; levels are for display.
DO $vocabulary$
DECLARE
  deepest integer;
BEGIN
CREATE TEMP TABLE new_permissions (code text PRIMARY KEY, description text NOT NULL) ON COMMIT DROP;
INSERT INTO new_permissions VALUES
  -- Events and what is sold for them.
  ('events:view', 'See events of the organization, drafts included'),
  ('events:create', 'Create events'),
  ('events:edit', 'Change events'),
  ('events:publish', 'Put events on sale and take them off'),
  ('events:delete', 'Delete or cancel events'),
  ('tickets:view', 'See tickets and attendees'),
  ('tickets:manage', 'Change ticket types, prices and capacities'),
  ('tickets:scan', 'Admit people at the door'),
  ('orders:view', 'See orders and their buyers'),
  ('orders:refund', 'Refund and cancel orders'),
  ('venues:view', 'See venues of the organization'),
  ('venues:manage', 'Change venues, calendars and capacities'),
  ('marketing:manage', 'Run promotions and codes'),
  ('analytics:view', 'See figures of sales and visits'),
  -- Who may.
  ('organizations:view', 'See every organization on the platform'),
  ('organizations:approve', 'Decide who becomes an organizer'),
  ('members:view', 'See members and their roles'),
  ('members:manage', 'Invite and remove members'),
  ('roles:grant', 'Grant and take roles, never more than one''s own'),
  ('settings:manage', 'Change the organization''s settings'),
  ('audit:view', 'Read the audit log'),
  -- Money.
  ('ledger:view', 'Read accounts and journals'),
  ('ledger:post', 'Post and reverse journals'),
  ('payments:view', 'See payments and their states'),
  ('invoices:manage', 'Write invoices and bills'),
  ('expenses:manage', 'Approve expenses'),
  ('purchasing:manage', 'Write requests and purchase orders'),
  ('budgets:view', 'See budgets'),
  ('budgets:manage', 'Change budgets'),
  -- Work.
  ('projects:view', 'See projects'),
  ('projects:create', 'Create projects'),
  ('projects:edit', 'Change projects'),
  ('projects:delete', 'Delete projects'),
  ('tasks:view', 'See tasks'),
  ('tasks:edit', 'Change one''s tasks'),
  ('tasks:assign', 'Give tasks to others'),
  ('time:record', 'Record working time'),
  ('time:approve', 'Approve working time'),
  ('comments:write', 'Comment'),
  ('documents:view', 'Read documents'),
  ('documents:edit', 'Upload and change documents'),
  ('clients:manage', 'Change clients and deals'),
  ('reports:view', 'Read reports'),
  ('data:export', 'Export data'),
  ('employees:manage', 'Change employees and certifications'),
  ('vendors:view', 'See vendors'),
  ('vendors:manage', 'Change vendors'),
  ('assets:view', 'See equipment'),
  ('assets:manage', 'Change equipment'),
  -- The show.
  ('productions:view', 'See productions'),
  ('productions:manage', 'Change productions'),
  ('schedules:view', 'See schedules'),
  ('schedules:manage', 'Change schedules'),
  ('crew:view', 'See crew'),
  ('crew:manage', 'Book crew'),
  ('advancing:submit', 'Submit advances'),
  ('advancing:approve', 'Approve advances'),
  -- Where a person may go on site.
  ('zones:restricted', 'Enter restricted zones'),
  ('zones:production', 'Enter the production zone'),
  ('zones:management', 'Enter the management zone'),
  ('zones:backstage', 'Enter backstage'),
  ('zones:greenroom', 'Enter the greenroom'),
  ('zones:performer', 'Enter the performers'' zone'),
  ('zones:crew', 'Enter the crew zone'),
  ('zones:staff', 'Enter the staff zone'),
  ('zones:vendor', 'Enter the vendors'' zone'),
  ('zones:photo_pit', 'Enter the photo pit'),
  ('zones:sponsor', 'Enter the sponsors'' zone'),
  ('zones:partner', 'Enter the partners'' zone'),
  ('zones:industry', 'Enter the industry zone'),
  ('zones:intern', 'Enter the interns'' zone'),
  ('zones:volunteer', 'Enter the volunteers'' zone'),
  ('zones:platinum', 'Enter the platinum zone'),
  ('zones:vip_lounge', 'Enter the VIP lounge'),
  ('zones:vip', 'Enter the VIP zone'),
  ('zones:ga', 'Enter general admission'),
  ('zones:guest', 'Enter the guests'' zone'),
  ('zones:priority_entry', 'Use the priority entrance'),
  -- Artists, fans and partners: their own things, nothing of an organization's.
  ('artists:edit', 'Keep one''s artist profile'),
  ('merchandise:manage', 'Sell merchandise'),
  ('messages:direct', 'Write direct messages'),
  ('tickets:buy', 'Buy tickets'),
  ('favourites:keep', 'Keep favourites'),
  ('reviews:write', 'Write reviews'),
  ('discounts:member', 'Get members'' discounts'),
  ('presales:early', 'Buy in early access'),
  ('presales:vip', 'Buy in VIP presales'),
  ('concierge:use', 'Use the concierge'),
  ('media_kit:use', 'Use the media kit'),
  ('referrals:use', 'Share referral links'),
  ('commissions:view', 'See one''s commissions'),
  ('payouts:request', 'Request payouts'),
  -- The platform.
  ('content:moderate', 'Hide and restore content'),
  ('users:suspend', 'Suspend people'),
  ('users:impersonate', 'Act as another person'),
  ('users:impersonate_granted', 'Act as a person who allowed it'),
  ('jobs:view', 'See background jobs'),
  ('jobs:manage', 'Retry and discard background jobs'),
  ('system:view', 'See the health of the system');

CREATE TEMP TABLE new_roles (code text PRIMARY KEY, kind text, apps text, places text, level integer, label text, description text, inherits text, adds text, rank serial) ON COMMIT DROP;
-- code | kind | apps | places | level | label | in brief | inherits | adds ('x:*' is every permission of x, '*' all, '-x:y' all but)
INSERT INTO new_roles (code, kind, apps, places, level, label, description, inherits, adds) VALUES
  ('LEGEND_SUPER_ADMIN', 'platform', 'boxoffice backoffice backstage', 'platform', 4, 'Legend super admin', 'Everything, all tenants', '', '*'),
  ('LEGEND_ADMIN', 'platform', 'boxoffice backoffice backstage', 'platform', 4, 'Legend admin', 'Internal product admin, all apps', 'ATLVS_SUPER_ADMIN', 'organizations:* users:* jobs:* system:view'),
  ('LEGEND_DEVELOPER', 'platform', 'boxoffice backoffice backstage', 'platform', 4, 'Legend developer', 'Internal engineer', 'ATLVS_SUPER_ADMIN', 'organizations:view users:impersonate users:impersonate_granted jobs:* system:view'),
  ('LEGEND_COLLABORATOR', 'platform', 'boxoffice backoffice backstage', 'organization project', 4, 'Legend collaborator', 'External, scoped', 'ATLVS_ADMIN', ''),
  ('LEGEND_SUPPORT', 'platform', 'boxoffice backoffice backstage', 'platform', 4, 'Legend support', 'Support; acts for people only with their permission', 'ATLVS_ADMIN', 'organizations:view users:impersonate_granted jobs:view system:view -roles:grant -members:manage'),
  ('LEGEND_INCOGNITO', 'platform', 'boxoffice backoffice backstage', 'platform', 4, 'Legend incognito', 'Acts for anyone; always in the audit', 'ATLVS_SUPER_ADMIN', 'organizations:view users:impersonate users:impersonate_granted'),
  ('ATLVS_SUPER_ADMIN', 'platform', 'backoffice', 'organization', 4, 'Owner', 'Users, roles, settings, audit log: everything of the organization', 'ATLVS_ADMIN', '* -organizations:view -organizations:approve -users:impersonate -users:impersonate_granted -users:suspend -jobs:view -jobs:manage -system:view'),
  ('ATLVS_ADMIN', 'platform', 'backoffice', 'organization department location project', 3, 'Administrator', 'Projects, team, budgets, clients, reports; assigns roles', 'ATLVS_TEAM_MEMBER',
    'projects:* tasks:* budgets:* clients:manage reports:view data:export members:* roles:grant time:approve events:view venues:view orders:view payments:view ledger:view vendors:view assets:view crew:view productions:view schedules:view analytics:view'),
  ('ATLVS_TEAM_MEMBER', 'platform', 'backoffice', 'organization department location project', 1, 'Team member', 'Own tasks, time, comments, files, assigned budgets', 'ATLVS_VIEWER', 'tasks:edit time:record comments:write documents:edit budgets:view'),
  ('ATLVS_VIEWER', 'platform', 'backoffice', 'organization department location project', 0, 'Viewer', 'Reads projects, tasks, team, timelines', '', 'projects:view tasks:view members:view documents:view schedules:view'),
  ('FINANCE_ADMIN', 'platform', 'backoffice', 'organization department', 3, 'Finance', 'Ledger, invoices, bills, expenses, purchase orders', '', 'ledger:* payments:view invoices:manage expenses:manage purchasing:manage budgets:* orders:view orders:refund reports:view data:export analytics:view events:view'),
  ('WORKFORCE_MANAGER', 'platform', 'backoffice', 'organization department location', 2, 'Workforce manager', 'Employees, time approval, certifications', '', 'employees:manage time:* members:view crew:view schedules:view reports:view'),
  ('PROCUREMENT_MANAGER', 'platform', 'backoffice', 'organization department location', 2, 'Procurement manager', 'Vendors, requests, purchase orders', '', 'vendors:* purchasing:manage budgets:view assets:view reports:view'),
  ('COMPVSS_ADMIN', 'platform', 'backstage', 'organization department location project', 3, 'Production administrator', 'Productions, crew, schedules, vendors, approves advances, sees the budget', 'COMPVSS_TEAM_MEMBER', 'productions:* crew:* schedules:* vendors:* advancing:* assets:* tasks:* budgets:view venues:view tickets:scan zones:restricted zones:production zones:backstage zones:crew zones:staff zones:greenroom'),
  ('COMPVSS_TEAM_MEMBER', 'platform', 'backstage', 'organization department location project', 1, 'Production team', 'Assigned events, advances, status, crew assignment, documents', 'COMPVSS_VIEWER', 'advancing:submit crew:view tasks:view tasks:edit documents:edit time:record comments:write'),
  ('COMPVSS_COLLABORATOR', 'platform', 'backstage', 'project event', 1, 'Production collaborator', 'External: assigned projects only, requests and deliverables', 'COMPVSS_VIEWER', 'advancing:submit documents:edit comments:write'),
  ('COMPVSS_VIEWER', 'platform', 'backstage', 'organization department location project event', 0, 'Production viewer', 'Reads events, schedules, public documents', '', 'events:view productions:view schedules:view documents:view'),
  ('GVTEWAY_ADMIN', 'platform', 'boxoffice', 'organization', 3, 'Box office administrator', 'All events, venues, refunds, people, settings', 'GVTEWAY_EXPERIENCE_CREATOR GVTEWAY_VENUE_MANAGER GVTEWAY_MODERATOR STAFF', 'events:* tickets:* orders:* venues:* zones:* members:* roles:grant settings:manage audit:view payments:view ledger:view reports:view data:export -users:suspend'),
  ('GVTEWAY_EXPERIENCE_CREATOR', 'platform', 'boxoffice', 'organization venue project event', 2, 'Organizer', 'Own events, tickets, prices, sales, refunds, marketing', 'GVTEWAY_MEMBER', 'events:view events:create events:edit events:publish tickets:view tickets:manage tickets:scan orders:view orders:refund venues:view marketing:manage analytics:view payments:view'),
  ('GVTEWAY_VENUE_MANAGER', 'platform', 'boxoffice', 'organization location venue', 2, 'Venue manager', 'Venue profile, calendar, capacity, staff, check-in, figures', 'GVTEWAY_MEMBER', 'venues:* events:view tickets:view tickets:scan crew:view schedules:view analytics:view zones:staff zones:backstage zones:restricted'),
  ('GVTEWAY_ARTIST_VERIFIED', 'platform', 'boxoffice', 'platform organization', 1, 'Verified artist', 'Badge, figures, direct messages', 'GVTEWAY_ARTIST', 'messages:direct'),
  ('GVTEWAY_ARTIST', 'platform', 'boxoffice', 'platform organization', 1, 'Artist', 'Artist profile, shows, merchandise', 'GVTEWAY_MEMBER', 'artists:edit merchandise:manage'),
  ('GVTEWAY_MEMBER_EXTRA', 'platform', 'boxoffice', 'platform', 1, 'Member extra', 'VIP presale, exclusive events, concierge', 'GVTEWAY_MEMBER_PLUS', 'presales:vip concierge:use'),
  ('GVTEWAY_MEMBER_PLUS', 'platform', 'boxoffice', 'platform', 1, 'Member plus', 'Early access, discounts, more points', 'GVTEWAY_MEMBER', 'presales:early discounts:member'),
  ('GVTEWAY_MEMBER', 'platform', 'boxoffice', 'platform', 1, 'Member', 'Browses, buys, favourites, reviews, own orders', '', 'tickets:buy favourites:keep reviews:write'),
  -- Less than a member: the seeds had it inherit a member.
  ('GVTEWAY_MEMBER_GUEST', 'platform', 'boxoffice', 'platform event', 0, 'Guest buyer', 'Guest checkout, one event, for a time', '', 'tickets:buy'),
  ('GVTEWAY_AFFILIATE', 'platform', 'boxoffice', 'platform organization', 1, 'Affiliate', 'Referral links, commissions, payouts', 'GVTEWAY_MEMBER', 'referrals:use commissions:view payouts:request'),
  ('GVTEWAY_MODERATOR', 'platform', 'boxoffice', 'platform organization', 2, 'Moderator', 'Moderates content, suspends people', '', 'content:moderate users:suspend'),

  ('EXECUTIVE', 'event', 'boxoffice backoffice backstage', 'project event', 1000, 'Executive', 'Everything of the event', '',
    'events:view events:create events:edit events:publish events:delete tickets:view tickets:manage tickets:scan orders:view orders:refund advancing:* projects:view projects:create projects:edit tasks:* budgets:* members:view members:manage roles:grant venues:view schedules:view analytics:view zones:*'),
  ('CORE_AAA', 'event', 'boxoffice backoffice backstage', 'project event', 900, 'Core AAA', 'As executive, without deleting, refunds, submitting advances and people', '',
    'events:view events:create events:edit events:publish tickets:view tickets:manage tickets:scan orders:view advancing:approve projects:view projects:create projects:edit tasks:* budgets:* members:view venues:view zones:*'),
  ('AA', 'event', 'boxoffice backoffice backstage', 'project event', 800, 'AA', 'Changes events, tickets and projects; restricted zones', '',
    'events:view events:edit tickets:view tickets:manage tickets:scan orders:view advancing:submit projects:view projects:edit tasks:view tasks:assign budgets:view members:view zones:restricted zones:production zones:management zones:backstage zones:greenroom zones:crew zones:staff'),
  ('PRODUCTION', 'event', 'boxoffice backoffice backstage', 'project event', 700, 'Production', 'Sees events, projects and tasks, submits advances', '', 'events:view projects:view tasks:view advancing:submit schedules:view zones:production zones:backstage zones:crew'),
  ('MANAGEMENT', 'event', 'boxoffice backoffice backstage', 'project event', 600, 'Management', 'Sees events, orders, projects and budgets', '', 'events:view orders:view projects:view budgets:view analytics:view zones:management'),
  ('CREW', 'event', 'backstage', 'project event', 500, 'Crew', 'Submits advances, sees tasks; crew zone and backstage', '', 'advancing:submit tasks:view schedules:view zones:crew zones:backstage'),
  ('STAFF', 'event', 'backstage', 'project event', 450, 'Staff', 'Works at the door and on the floor; staff zone', '', 'events:view advancing:submit tasks:view schedules:view tickets:scan zones:staff'),
  ('VENDOR', 'event', 'backstage', 'project event', 400, 'Vendor', 'Submits advances, own orders; vendors'' zone', '', 'advancing:submit zones:vendor'),
  ('ENTERTAINER', 'event', 'backstage boxoffice', 'project event', 350, 'Entertainer', 'Sees the event; performers'' zone, backstage, greenroom', '', 'events:view schedules:view zones:performer zones:backstage zones:greenroom'),
  ('ARTIST', 'event', 'backstage boxoffice', 'project event', 350, 'Artist', 'Sees the event; performers'' zone, backstage, greenroom', '', 'events:view schedules:view zones:performer zones:backstage zones:greenroom'),
  ('AGENT', 'event', 'backstage', 'project event', 300, 'Agent', 'Sees the event and clients'' orders', '', 'events:view'),
  ('MEDIA', 'event', 'backstage boxoffice', 'project event', 250, 'Media', 'Sees the event; photo pit', '', 'events:view media_kit:use zones:photo_pit'),
  ('SPONSOR', 'event', 'backstage boxoffice', 'project event', 200, 'Sponsor', 'Sees the event; sponsors'' zone', '', 'events:view zones:sponsor'),
  ('PARTNER', 'event', 'backstage boxoffice', 'project event', 200, 'Partner', 'Sees the event; partners'' zone', '', 'events:view zones:partner'),
  ('INDUSTRY', 'event', 'backstage', 'project event', 150, 'Industry', 'Sees the event; industry zone', '', 'events:view zones:industry'),
  ('INTERN', 'event', 'backstage', 'project event', 100, 'Intern', 'Sees tasks; interns'' zone', '', 'tasks:view zones:intern'),
  ('VOLUNTEER', 'event', 'backstage', 'project event', 50, 'Volunteer', 'Sees tasks; volunteers'' zone', '', 'tasks:view zones:volunteer'),
  -- What a ticket makes of its holder: where they may go. Their orders are their own, by row.
  ('BACKSTAGE_L2', 'event', 'boxoffice', 'event', 500, 'Backstage 2', 'Backstage, greenroom, VIP lounge', '', 'zones:backstage zones:greenroom zones:vip_lounge'),
  ('BACKSTAGE_L1', 'event', 'boxoffice', 'event', 450, 'Backstage 1', 'Backstage', '', 'zones:backstage'),
  ('PLATINUM_VIP_L2', 'event', 'boxoffice', 'event', 400, 'Platinum VIP 2', 'Platinum, lounge, priority entry', '', 'zones:platinum zones:vip_lounge zones:priority_entry'),
  ('PLATINUM_VIP_L1', 'event', 'boxoffice', 'event', 350, 'Platinum VIP 1', 'Platinum, lounge', '', 'zones:platinum zones:vip_lounge'),
  ('VIP_L3', 'event', 'boxoffice', 'event', 300, 'VIP 3', 'VIP, lounge', '', 'zones:vip zones:vip_lounge'),
  ('VIP_L2', 'event', 'boxoffice', 'event', 250, 'VIP 2', 'VIP', '', 'zones:vip'),
  ('VIP_L1', 'event', 'boxoffice', 'event', 200, 'VIP 1', 'VIP', '', 'zones:vip'),
  ('GA_L5', 'event', 'boxoffice', 'event', 150, 'General admission 5', 'General admission, priority entry', '', 'zones:ga zones:priority_entry'),
  ('GA_L4', 'event', 'boxoffice', 'event', 120, 'General admission 4', 'General admission', '', 'zones:ga'),
  ('GA_L3', 'event', 'boxoffice', 'event', 100, 'General admission 3', 'General admission', '', 'zones:ga'),
  ('GA_L2', 'event', 'boxoffice', 'event', 80, 'General admission 2', 'General admission', '', 'zones:ga'),
  ('GA_L1', 'event', 'boxoffice', 'event', 60, 'General admission 1', 'General admission', '', 'zones:ga'),
  ('GUEST', 'event', 'boxoffice', 'event', 50, 'Guest', 'Guests'' zone', '', 'zones:guest'),
  ('INFLUENCER', 'event', 'boxoffice', 'event', 150, 'Influencer', 'General admission, media kit', '', 'zones:ga media_kit:use'),
  ('BRAND_AMBASSADOR', 'event', 'boxoffice', 'event', 120, 'Brand ambassador', 'General admission, referral links', '', 'zones:ga referrals:use'),
  ('AFFILIATE', 'event', 'boxoffice', 'event', 100, 'Affiliate at an event', 'Referral links, commission', '', 'zones:ga referrals:use commissions:view');

-- A misspelt permission or inherited role would silently allow nothing.
IF EXISTS (
  SELECT 1 FROM new_roles r, regexp_split_to_table(nullif(r.adds, ''), ' ') w
  WHERE w <> '*' AND NOT EXISTS (SELECT 1 FROM new_permissions p WHERE p.code = ltrim(w, '-') OR p.code LIKE replace(replace(ltrim(w, '-'), '_', '\_'), '*', '%')))
  OR EXISTS (SELECT 1 FROM new_roles r, regexp_split_to_table(nullif(r.inherits, ''), ' ') i WHERE NOT EXISTS (SELECT 1 FROM new_roles o WHERE o.code = i)) THEN
  RAISE EXCEPTION 'a built-in role names a permission or a role that is not defined';
END IF;

-- What a role takes away with '-' it takes away from what it inherits and adds itself, not from who inherits it later.
CREATE TEMP TABLE new_role_permissions (role text, permission text, PRIMARY KEY (role, permission)) ON COMMIT DROP;
CREATE TEMP TABLE waiting ON COMMIT DROP AS SELECT code FROM new_roles;
deepest := 10;
WHILE EXISTS (SELECT 1 FROM waiting) AND deepest > 0 LOOP
  WITH ready AS (
    SELECT r.* FROM new_roles r JOIN waiting w USING (code)
    WHERE NOT EXISTS (SELECT 1 FROM regexp_split_to_table(nullif(r.inherits, ''), ' ') i JOIN waiting o ON o.code = i)
  ), gained AS (
    SELECT r.code AS role, p.code AS permission FROM ready r, regexp_split_to_table(nullif(r.adds, ''), ' ') w JOIN new_permissions p
      ON w = '*' OR p.code = w OR (w LIKE '%:*' AND p.code LIKE replace(replace(w, '_', '\_'), '*', '%'))
    UNION
    SELECT r.code, n.permission FROM ready r, regexp_split_to_table(nullif(r.inherits, ''), ' ') i JOIN new_role_permissions n ON n.role = i
  )
  INSERT INTO new_role_permissions
  SELECT g.role, g.permission FROM gained g JOIN ready r ON r.code = g.role
  WHERE NOT ('-' || g.permission) = ANY (regexp_split_to_array(r.adds, ' '));
  DELETE FROM waiting w USING new_roles r
  WHERE r.code = w.code AND NOT EXISTS (SELECT 1 FROM regexp_split_to_table(nullif(r.inherits, ''), ' ') i JOIN waiting o ON o.code = i);
  deepest := deepest - 1;
END LOOP;
IF EXISTS (SELECT 1 FROM waiting) THEN
  RAISE EXCEPTION 'built-in roles inherit each other in a circle';
END IF;

INSERT INTO public.permissions (code, description) SELECT code, description FROM new_permissions
ON CONFLICT (code) DO UPDATE SET description = excluded.description;
INSERT INTO public.role_definitions (code, kind, apps, scope_kinds, level, rank, label, description)
SELECT code, kind, string_to_array(apps, ' '), string_to_array(places, ' '), level, rank, label, description FROM new_roles
ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, apps = excluded.apps, scope_kinds = excluded.scope_kinds, level = excluded.level,
  rank = excluded.rank, label = excluded.label, description = excluded.description;
-- Whoever holds one of these on the whole platform runs it.
UPDATE public.role_definitions SET operates = code LIKE 'LEGEND\_%' OR code = 'GVTEWAY_MODERATOR';
DELETE FROM public.role_permissions o WHERE NOT EXISTS (SELECT 1 FROM new_role_permissions n WHERE n.role = o.role AND n.permission = o.permission)
  AND o.role IN (SELECT code FROM new_roles);
INSERT INTO public.role_permissions (role, permission) SELECT role, permission FROM new_role_permissions ON CONFLICT DO NOTHING;
DELETE FROM public.permissions o WHERE NOT EXISTS (SELECT 1 FROM new_permissions n WHERE n.code = o.code);
END $vocabulary$;
