// One connection for everything a page follows: docs/live.md. Where none can be had the page asks by itself from time
// to time. Everything that touches the world is passed in, so that it can be tested.

/** The sign-in ended: what it allowed is over, and is not asked for again. */
const SIGNED_OUT = 4001;

/**
 * @typedef {{ value?: any, changed?: true, gone?: true }} Heard
 * @typedef {{ mark?: string, pass?: string, hears: Set<(heard: Heard) => void>, last?: string }} Followed
 * @typedef {{ open: (url: string) => WebSocket, ask: typeof fetch, later: (run: () => void, ms: number) => any,
 *   never: (timer: any) => void, chance: () => number, place: { protocol: string, host: string } }} World
 */

export class Live {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    /** @type {Map<string, Followed>} */
    this.topics = new Map();
    this.failures = 0;
    this.away = false;
  }

  /**
   * Follows a topic until the returned function is called.
   * @param {string} topic
   * @param {{ mark?: string, pass?: string, hear: (heard: Heard) => void }} options `mark`: what the page shows already
   */
  follow(topic, { mark, pass, hear }) {
    let followed = this.topics.get(topic);
    if (!followed) {
      followed = { mark, pass, hears: new Set() };
      this.topics.set(topic, followed);
      this.join([[topic, followed]]);
    } else if (mark !== undefined) {
      followed.mark = mark;
    }
    followed.hears.add(hear);
    if (followed.last !== undefined) hear({ value: JSON.parse(followed.last) });
    this.connect();
    return () => {
      followed.hears.delete(hear);
      if (followed.hears.size === 0 && this.topics.get(topic) === followed) {
        this.topics.delete(topic);
        this.say({ leave: [topic] });
      }
    };
  }

  connect() {
    if (this.socket || this.retry || this.away || this.topics.size === 0) return;
    const { protocol, host } = this.world.place;
    const socket = this.world.open(`${protocol === "https:" ? "wss" : "ws"}://${host}/live`);
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.stopAsking();
      this.join([...this.topics]);
    };
    socket.onmessage = (event) => this.heard(event.data);
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      if (event.code === SIGNED_OUT) this.signedOut();
      else this.reconnect();
    };
  }

  /** Not now, as the house says: some seconds later. @param {string} topic */
  joinLater(topic) {
    this.world.later(
      () => {
        const followed = this.topics.get(topic);
        if (followed) this.join([[topic, followed]]);
      },
      2_000 + this.world.chance() * 8_000,
    );
  }

  /** What was somebody's is over: each such part of the page finds out by itself. What is everybody's is followed on. */
  signedOut() {
    for (const [topic, followed] of [...this.topics]) {
      if (followed.last !== undefined) continue;
      this.topics.delete(topic);
      for (const hear of followed.hears) hear({ changed: true });
    }
    this.reconnect();
  }

  /** Later, and everybody at another time: a house that was away has thousands of pages. */
  reconnect() {
    const longest = Math.min(60_000, 1_000 * 2 ** this.failures);
    this.failures += 1;
    if (this.failures >= 2) this.askSoon();
    if (this.topics.size === 0) return;
    this.retry = this.world.later(
      () => {
        this.retry = undefined;
        this.connect();
      },
      500 + this.world.chance() * longest,
    );
  }

  /** Lets go of the connection while the page is put away; `back` takes it up again. */
  leave() {
    this.away = true;
    this.stopAsking();
    if (this.retry) this.world.never(this.retry);
    this.retry = undefined;
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  back() {
    if (!this.away) return;
    this.away = false;
    this.failures = 0;
    this.connect();
  }

  /** @param {[string, Followed][]} topics */
  join(topics) {
    this.say({ join: topics.map(([topic, { pass }]) => (pass ? { topic, pass } : topic)) });
  }

  /** @param {object} message */
  say(message) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }

  /** @param {string} text */
  heard(text) {
    const message = JSON.parse(text);
    if (message.topic && "value" in message) this.value(message.topic, message.value);
    else if (message.topic && message.changed) this.changed(message.topic);
    else if (message.joined) this.marked(message.joined, message.mark);
    else if (message.gone) this.tell(message.gone, { gone: true });
    else if (message.refused) this.joinLater(message.refused);
  }

  /** @param {string} topic @param {any} value */
  value(topic, value) {
    const followed = this.topics.get(topic);
    const text = JSON.stringify(value);
    if (!followed || followed.last === text) return;
    followed.last = text;
    this.tell(topic, { value });
  }

  /** A mark other than the one the page was made with: it changed meanwhile. @param {string} topic @param {string} mark */
  marked(topic, mark) {
    const followed = this.topics.get(topic);
    if (!followed || followed.mark === mark) return;
    const known = followed.mark !== undefined;
    followed.mark = mark;
    if (known) this.tell(topic, { changed: true });
  }

  /** What changed may be what the page shows already: its mark says so. @param {string} topic */
  async changed(topic) {
    const followed = this.topics.get(topic);
    if (!followed) return;
    if (followed.mark === undefined || !(await this.askOne(topic, followed))) this.tell(topic, { changed: true });
  }

  /** @param {string} topic @param {Heard} heard */
  tell(topic, heard) {
    for (const hear of [...(this.topics.get(topic)?.hears ?? [])]) hear(heard);
  }

  askSoon() {
    if (this.asking) return;
    this.asking = this.world.later(() => this.askAll(), 10_000 + this.world.chance() * 10_000);
  }

  stopAsking() {
    if (this.asking) this.world.never(this.asking);
    this.asking = undefined;
  }

  async askAll() {
    await Promise.all([...this.topics].map(([topic, followed]) => this.askOne(topic, followed)));
    this.asking = undefined;
    if (!this.away && this.socket?.readyState !== 1 && this.topics.size > 0) this.askSoon();
  }

  /** Whether there was an answer. @param {string} topic @param {Followed} followed */
  async askOne(topic, { pass }) {
    try {
      const answer = await this.world.ask(`/live/${topic}`, pass ? { headers: { "live-pass": pass } } : {});
      if (answer.status === 404) this.tell(topic, { gone: true });
      else if (!answer.ok) return false;
      else {
        const said = await answer.json();
        if ("value" in said) this.value(topic, said.value);
        else this.marked(topic, said.mark);
      }
      return true;
    } catch {
      // Away altogether: the next turn asks again.
      return false;
    }
  }
}

/** @type {Live | undefined} */
let shared;

/**
 * Follows a topic on the page's one connection; see [`Live.follow`].
 * @param {string} topic
 * @param {{ mark?: string, pass?: string, hear: (heard: Heard) => void }} options
 */
export function follow(topic, options) {
  if (!shared) {
    const live = new Live({
      open: (url) => new WebSocket(url),
      ask: (...args) => fetch(...args),
      later: (run, ms) => setTimeout(run, ms),
      never: (timer) => clearTimeout(timer),
      chance: Math.random,
      place: location,
    });
    // An open connection keeps a page from being kept for the back button.
    addEventListener("pagehide", () => live.leave());
    addEventListener("pageshow", () => live.back());
    shared = live;
  }
  return shared.follow(topic, options);
}
