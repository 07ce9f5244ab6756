//! How many sockets are open, and from where.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use platform_types::subscriber;

/// Counts open sockets.
#[derive(Debug, Default)]
pub(crate) struct Places(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    House,
    Address,
}

/// One socket's place; given back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    places: Arc<Places>,
    address: Option<IpAddr>,
}

impl Places {
    pub(crate) fn take(self: &Arc<Self>, address: Option<IpAddr>, all: usize, of_one: usize) -> Result<Place, Full> {
        let address = address.map(subscriber);
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all >= all {
            return Err(Full::House);
        }
        if let Some(address) = address {
            let here = taken.by_address.entry(address).or_default();
            if *here >= of_one {
                return Err(Full::Address);
            }
            *here += 1;
        }
        taken.all += 1;
        metrics::gauge!("live_sockets").increment(1.0);
        Ok(Place { places: self.clone(), address })
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        metrics::gauge!("live_sockets").decrement(1.0);
        if let Some(address) = self.address
            && let Some(here) = taken.by_address.get_mut(&address)
        {
            *here -= 1;
            if *here == 0 {
                taken.by_address.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_once_and_given_back() {
        let places = Arc::new(Places::default());
        let [a, b] = [IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2])];
        let first = places.take(Some(a), 3, 2).unwrap();
        let second = places.take(Some(a), 3, 2).unwrap();
        assert_eq!(places.take(Some(a), 3, 2).unwrap_err(), Full::Address);
        let third = places.take(Some(b), 3, 2).unwrap();
        assert_eq!(places.take(None, 3, 2).unwrap_err(), Full::House);
        drop((first, third));
        assert_eq!(places.count(), 1);
        places.take(Some(a), 3, 2).unwrap();
        drop(second);
        assert_eq!(places.count(), 0);
    }

    #[test]
    fn one_network_of_ipv6_is_one_address() {
        let places = Arc::new(Places::default());
        let at = |ip: &str| places.take(Some(ip.parse().unwrap()), 9, 1);
        let first = at("2001:db8:1:2::1").unwrap();
        assert_eq!(at("2001:db8:1:2:9::1").unwrap_err(), Full::Address);
        drop(first);
        at("2001:db8:1:2:9::1").unwrap();
    }
}
