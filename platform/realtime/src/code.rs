//! What the live pages refuse.

platform_http::codes! {
    /// The request did not ask for a WebSocket.
    NOT_A_SOCKET = 426, "live.not_a_socket", "This address speaks WebSocket. Pages connect to it by themselves.";
    /// As many sockets are open as this house holds.
    FULL = 503, "live.full", "No more live connections are free. The page asks by itself from time to time.";
    /// As many sockets are open from this network as one may have.
    TOO_MANY_SOCKETS = 429, "live.too_many_sockets", "Too many live connections come from your network. The page asks by itself from time to time.";
    /// A socket follows as much as it may.
    TOO_MANY_TOPICS = 429, "live.too_many_topics", "This connection follows as many topics as one may. Leave one, or open another connection.";
}
