//! What can be allowed, spelt so that a typo does not compile.
//!
//! The database has the same list (`sql/functions/auth_090_vocabulary.sql`); a test compares them.

/// One permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permission(&'static str);

impl Permission {
    /// `area:verb`, as policies name it.
    pub const fn code(self) -> &'static str {
        self.0
    }
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub const $name: Permission = Permission($code);)*
        /// Every permission.
        pub const ALL: &[Permission] = &[$($name),*];
    };
}

permissions! {
    /// See events of the organization, drafts included.
    EVENTS_VIEW = "events:view";
    /// Create events.
    EVENTS_CREATE = "events:create";
    /// Change events.
    EVENTS_EDIT = "events:edit";
    /// Put events on sale and take them off.
    EVENTS_PUBLISH = "events:publish";
    /// Delete or cancel events.
    EVENTS_DELETE = "events:delete";
    /// See tickets and attendees.
    TICKETS_VIEW = "tickets:view";
    /// Change ticket types, prices and capacities.
    TICKETS_MANAGE = "tickets:manage";
    /// Admit people at the door.
    TICKETS_SCAN = "tickets:scan";
    /// See orders and their buyers.
    ORDERS_VIEW = "orders:view";
    /// Refund and cancel orders.
    ORDERS_REFUND = "orders:refund";
    /// See venues of the organization.
    VENUES_VIEW = "venues:view";
    /// Change venues, calendars and capacities.
    VENUES_MANAGE = "venues:manage";
    /// Run promotions and codes.
    MARKETING_MANAGE = "marketing:manage";
    /// See figures of sales and visits.
    ANALYTICS_VIEW = "analytics:view";
    /// See every organization on the platform.
    ORGANIZATIONS_VIEW = "organizations:view";
    /// Decide who becomes an organizer.
    ORGANIZATIONS_APPROVE = "organizations:approve";
    /// See members and their roles.
    MEMBERS_VIEW = "members:view";
    /// Invite and remove members.
    MEMBERS_MANAGE = "members:manage";
    /// Grant and take roles, never more than one's own.
    ROLES_GRANT = "roles:grant";
    /// Change the organization's settings.
    SETTINGS_MANAGE = "settings:manage";
    /// Read the audit log.
    AUDIT_VIEW = "audit:view";
    /// Read accounts and journals.
    LEDGER_VIEW = "ledger:view";
    /// Post and reverse journals.
    LEDGER_POST = "ledger:post";
    /// See payments and their states.
    PAYMENTS_VIEW = "payments:view";
    /// Write invoices and bills.
    INVOICES_MANAGE = "invoices:manage";
    /// Approve expenses.
    EXPENSES_MANAGE = "expenses:manage";
    /// Write requests and purchase orders.
    PURCHASING_MANAGE = "purchasing:manage";
    /// See budgets.
    BUDGETS_VIEW = "budgets:view";
    /// Change budgets.
    BUDGETS_MANAGE = "budgets:manage";
    /// See projects.
    PROJECTS_VIEW = "projects:view";
    /// Create projects.
    PROJECTS_CREATE = "projects:create";
    /// Change projects.
    PROJECTS_EDIT = "projects:edit";
    /// Delete projects.
    PROJECTS_DELETE = "projects:delete";
    /// See tasks.
    TASKS_VIEW = "tasks:view";
    /// Change one's tasks.
    TASKS_EDIT = "tasks:edit";
    /// Give tasks to others.
    TASKS_ASSIGN = "tasks:assign";
    /// Record working time.
    TIME_RECORD = "time:record";
    /// Approve working time.
    TIME_APPROVE = "time:approve";
    /// Comment.
    COMMENTS_WRITE = "comments:write";
    /// Read documents.
    DOCUMENTS_VIEW = "documents:view";
    /// Upload and change documents.
    DOCUMENTS_EDIT = "documents:edit";
    /// Change clients and deals.
    CLIENTS_MANAGE = "clients:manage";
    /// Read reports.
    REPORTS_VIEW = "reports:view";
    /// Export data.
    DATA_EXPORT = "data:export";
    /// Change employees and certifications.
    EMPLOYEES_MANAGE = "employees:manage";
    /// See vendors.
    VENDORS_VIEW = "vendors:view";
    /// Change vendors.
    VENDORS_MANAGE = "vendors:manage";
    /// See equipment.
    ASSETS_VIEW = "assets:view";
    /// Change equipment.
    ASSETS_MANAGE = "assets:manage";
    /// See productions.
    PRODUCTIONS_VIEW = "productions:view";
    /// Change productions.
    PRODUCTIONS_MANAGE = "productions:manage";
    /// See schedules.
    SCHEDULES_VIEW = "schedules:view";
    /// Change schedules.
    SCHEDULES_MANAGE = "schedules:manage";
    /// See crew.
    CREW_VIEW = "crew:view";
    /// Book crew.
    CREW_MANAGE = "crew:manage";
    /// Submit advances.
    ADVANCING_SUBMIT = "advancing:submit";
    /// Approve advances.
    ADVANCING_APPROVE = "advancing:approve";
    /// Enter restricted zones.
    ZONES_RESTRICTED = "zones:restricted";
    /// Enter the production zone.
    ZONES_PRODUCTION = "zones:production";
    /// Enter the management zone.
    ZONES_MANAGEMENT = "zones:management";
    /// Enter backstage.
    ZONES_BACKSTAGE = "zones:backstage";
    /// Enter the greenroom.
    ZONES_GREENROOM = "zones:greenroom";
    /// Enter the performers' zone.
    ZONES_PERFORMER = "zones:performer";
    /// Enter the crew zone.
    ZONES_CREW = "zones:crew";
    /// Enter the staff zone.
    ZONES_STAFF = "zones:staff";
    /// Enter the vendors' zone.
    ZONES_VENDOR = "zones:vendor";
    /// Enter the photo pit.
    ZONES_PHOTO_PIT = "zones:photo_pit";
    /// Enter the sponsors' zone.
    ZONES_SPONSOR = "zones:sponsor";
    /// Enter the partners' zone.
    ZONES_PARTNER = "zones:partner";
    /// Enter the industry zone.
    ZONES_INDUSTRY = "zones:industry";
    /// Enter the interns' zone.
    ZONES_INTERN = "zones:intern";
    /// Enter the volunteers' zone.
    ZONES_VOLUNTEER = "zones:volunteer";
    /// Enter the platinum zone.
    ZONES_PLATINUM = "zones:platinum";
    /// Enter the VIP lounge.
    ZONES_VIP_LOUNGE = "zones:vip_lounge";
    /// Enter the VIP zone.
    ZONES_VIP = "zones:vip";
    /// Enter general admission.
    ZONES_GA = "zones:ga";
    /// Enter the guests' zone.
    ZONES_GUEST = "zones:guest";
    /// Use the priority entrance.
    ZONES_PRIORITY_ENTRY = "zones:priority_entry";
    /// Keep one's artist profile.
    ARTISTS_EDIT = "artists:edit";
    /// Sell merchandise.
    MERCHANDISE_MANAGE = "merchandise:manage";
    /// Write direct messages.
    MESSAGES_DIRECT = "messages:direct";
    /// Buy tickets.
    TICKETS_BUY = "tickets:buy";
    /// Keep favourites.
    FAVOURITES_KEEP = "favourites:keep";
    /// Write reviews.
    REVIEWS_WRITE = "reviews:write";
    /// Get members' discounts.
    DISCOUNTS_MEMBER = "discounts:member";
    /// Buy in early access.
    PRESALES_EARLY = "presales:early";
    /// Buy in VIP presales.
    PRESALES_VIP = "presales:vip";
    /// Use the concierge.
    CONCIERGE_USE = "concierge:use";
    /// Use the media kit.
    MEDIA_KIT_USE = "media_kit:use";
    /// Share referral links.
    REFERRALS_USE = "referrals:use";
    /// See one's commissions.
    COMMISSIONS_VIEW = "commissions:view";
    /// Request payouts.
    PAYOUTS_REQUEST = "payouts:request";
    /// Hide and restore content.
    CONTENT_MODERATE = "content:moderate";
    /// Suspend people.
    USERS_SUSPEND = "users:suspend";
    /// Act as another person.
    USERS_IMPERSONATE = "users:impersonate";
    /// Act as a person who allowed it.
    USERS_IMPERSONATE_GRANTED = "users:impersonate_granted";
    /// See background jobs.
    JOBS_VIEW = "jobs:view";
    /// Retry and discard background jobs.
    JOBS_MANAGE = "jobs:manage";
    /// See the health of the system.
    SYSTEM_VIEW = "system:view";
}
