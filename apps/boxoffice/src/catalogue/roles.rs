//! What a ticket can make of its holder: the seed's event roles of holders, as names for zones and credentials.
//! They permit nothing in the console.

use std::borrow::Cow;

use platform_texts::t;

/// A role: its code as stored, its name, and what it says about its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolderRole {
    /// As stored.
    pub code: &'static str,
    /// As people read it.
    pub label: &'static str,
    /// What it stands for.
    pub note: &'static str,
}

impl HolderRole {
    /// Its name in the language of the work at hand; most names are the same in all of them.
    pub fn told(self) -> Cow<'static, str> {
        match self.code {
            "GA_L5" => t!("holder-general", level = 5),
            "GA_L4" => t!("holder-general", level = 4),
            "GA_L3" => t!("holder-general", level = 3),
            "GA_L2" => t!("holder-general", level = 2),
            "GA_L1" => t!("holder-general", level = 1),
            "GUEST" => t!("holder-guest"),
            "BRAND_AMBASSADOR" => t!("holder-ambassador"),
            "AFFILIATE" => t!("holder-affiliate"),
            _ => Cow::Borrowed(self.label),
        }
    }

    /// What it stands for, in the language of the work at hand.
    pub fn note_told(self) -> Cow<'static, str> {
        match self.code {
            "BACKSTAGE_L2" => t!("holder-note-backstage-lounge"),
            "PLATINUM_VIP_L2" => t!("holder-note-platinum-priority"),
            "PLATINUM_VIP_L1" => t!("holder-note-platinum"),
            "VIP_L3" => t!("holder-note-vip-lounge"),
            "GA_L5" => t!("holder-note-general-priority"),
            "GA_L4" | "GA_L3" | "GA_L2" | "GA_L1" => t!("holder-note-general"),
            "GUEST" => t!("holder-note-guest"),
            "INFLUENCER" => t!("holder-note-media"),
            "BRAND_AMBASSADOR" => t!("holder-note-referral"),
            "AFFILIATE" => t!("holder-note-commission"),
            _ => Cow::Borrowed(self.note),
        }
    }
}

const fn role(code: &'static str, label: &'static str, note: &'static str) -> HolderRole {
    HolderRole { code, label, note }
}

/// All of them, the highest first. Their words are those of `role_definitions`; a test of the database compares.
pub const HOLDER_ROLES: [HolderRole; 16] = [
    role("BACKSTAGE_L2", "Backstage 2", "Backstage, greenroom, VIP lounge"),
    role("BACKSTAGE_L1", "Backstage 1", "Backstage"),
    role("PLATINUM_VIP_L2", "Platinum VIP 2", "Platinum, lounge, priority entry"),
    role("PLATINUM_VIP_L1", "Platinum VIP 1", "Platinum, lounge"),
    role("VIP_L3", "VIP 3", "VIP, lounge"),
    role("VIP_L2", "VIP 2", "VIP"),
    role("VIP_L1", "VIP 1", "VIP"),
    role("GA_L5", "General admission 5", "General admission, priority entry"),
    role("GA_L4", "General admission 4", "General admission"),
    role("GA_L3", "General admission 3", "General admission"),
    role("GA_L2", "General admission 2", "General admission"),
    role("GA_L1", "General admission 1", "General admission"),
    role("GUEST", "Guest", "Guests' zone"),
    role("INFLUENCER", "Influencer", "General admission, media kit"),
    role("BRAND_AMBASSADOR", "Brand ambassador", "General admission, referral links"),
    role("AFFILIATE", "Affiliate at an event", "Referral links, commission"),
];

/// By its code.
pub fn holder_role(code: &str) -> Option<HolderRole> {
    HOLDER_ROLES.into_iter().find(|role| role.code == code)
}
