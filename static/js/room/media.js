/*
 * Sound and picture between up to four browsers in a room, each connected with every other.
 *
 *   const media = new Media(room, { people(list), words(text), iceServers: […] });
 *   room handlers: rtc: (frame) => media.take(frame), event: (frame) => media.event(frame),
 *                  me: (frame) => media.me(frame), state: (state) => media.state(state)
 *   media.start();  media.stop();
 *
 * `people` is told of [{seat, stream}] whenever somebody is connected or gone. A caucus is a wall:
 * when one opens, those in it close every connection before they connect with each other on its
 * own audience; the server passes no signal across. Nothing is recorded.
 */

const MOST = 4, GATHERING = 2000;

export function supported() {
  return Boolean(window.RTCPeerConnection && navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
}

export class Media {
  constructor(room, handlers) {
    this.room = room;
    this.handlers = handlers || {};
    this.iceServers = this.handlers.iceServers || [];
    this.peers = new Map(); // seat -> {connection, stream, alive, offered}
    this.seat = 0;
    this.audience = "pub";
    this.caucuses = new Set();
    this.local = null;
  }

  async start() {
    if (this.local) return;
    if (!supported()) {
      this.say("这个浏览器不能打开摄像头和话筒，请换一个浏览器，或者到现场参加。");
      return;
    }
    try {
      this.local = await this.devices();
    } catch (refused) {
      this.say("没有得到摄像头和话筒的许可，请在浏览器里允许后再试。");
      return;
    }
    this.say("已打开，正在等待其他人。");
    this.tell();
    this.call();
  }

  /* A phone without a camera, or with one in use elsewhere, takes part by voice. */
  async devices() {
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 480 } });
    } catch (none) {
      return navigator.mediaDevices.getUserMedia({ audio: true });
    }
  }

  stop() {
    if (!this.local) return;
    this.peers.forEach((peer, seat) => this.signal(seat, { bye: true }));
    this.cut();
    this.local.getTracks().forEach((track) => track.stop());
    this.local = null;
    this.say("已退出音视频，摄像头和话筒已关闭。");
    this.tell();
  }

  // What the room tells

  me(frame) {
    this.seat = frame.u;
  }

  state(state) {
    if (state === "gone") this.stop();
    else if (state === "live" && this.local && !this.peers.size) this.call();
  }

  event(frame) {
    if (frame.k === "room.closed") this.stop();
    if (frame.k !== "caucus") return;
    if (frame.b.state === "open") this.caucuses.add(frame.s);
    else this.caucuses.delete(frame.s);
    this.turn();
  }

  /* Change the audience; whoever was connected on the old one is disconnected, not muted. */
  turn() {
    const audience = this.caucuses.size ? Array.from(this.caucuses).pop() : "pub";
    if (audience === this.audience) return;
    this.audience = audience;
    this.cut();
    if (!this.local) return;
    this.say(audience === "pub" ? "已回到全体。" : "单独会谈：只与会谈中的人连接，其他人已断开。");
    this.call();
  }

  // Signals

  call() {
    this.signal(0, { hello: true });
  }

  signal(seat, body) {
    this.room.signal(seat, this.audience, body);
  }

  async take(frame) {
    const seat = frame.from, told = frame.b;
    if (!this.local || frame.s !== this.audience) return;
    if (told.hello) await this.invite(seat);
    else if (told.offer) await this.accept(seat, told.offer);
    else if (told.answer) await this.settle(seat, told.answer);
    else if (told.bye) this.drop(seat);
    else if (told.full) this.say("音视频最多四人，现在已满。");
  }

  async invite(seat) {
    this.drop(seat);
    if (this.peers.size >= MOST - 1) {
      this.signal(seat, { full: true });
      return;
    }
    const peer = this.connect(seat);
    peer.offered = true;
    this.watch(seat, peer, peer.connection.createDataChannel("alive"));
    await peer.connection.setLocalDescription(await peer.connection.createOffer());
    await this.gathered(peer.connection);
    if (this.peers.get(seat) === peer) this.signal(seat, { offer: peer.connection.localDescription.sdp });
  }

  async accept(seat, sdp) {
    const known = this.peers.get(seat);
    // Both called at once: the offer of the lower seat stands.
    if (known && known.offered && this.seat < seat) return;
    this.drop(seat);
    if (this.peers.size >= MOST - 1) return;
    const peer = this.connect(seat);
    peer.connection.ondatachannel = (told) => this.watch(seat, peer, told.channel);
    await peer.connection.setRemoteDescription({ type: "offer", sdp });
    await peer.connection.setLocalDescription(await peer.connection.createAnswer());
    await this.gathered(peer.connection);
    if (this.peers.get(seat) === peer) this.signal(seat, { answer: peer.connection.localDescription.sdp });
  }

  async settle(seat, sdp) {
    const peer = this.peers.get(seat);
    if (peer && peer.offered) await peer.connection.setRemoteDescription({ type: "answer", sdp });
  }

  // Connections

  connect(seat) {
    const connection = new RTCPeerConnection({ iceServers: this.iceServers });
    const peer = { connection, stream: new MediaStream(), offered: false, open: false };
    this.peers.set(seat, peer);
    this.local.getTracks().forEach((track) => connection.addTrack(track, this.local));
    connection.ontrack = (told) => {
      peer.stream.addTrack(told.track);
      this.tell();
    };
    connection.onconnectionstatechange = () => {
      if (this.peers.get(seat) !== peer) return;
      peer.open = connection.connectionState === "connected";
      if (connection.connectionState === "failed") this.drop(seat);
      else this.tell();
    };
    return peer;
  }

  /* The channel closes the moment the other end does, long before the picture freezes. */
  watch(seat, peer, channel) {
    channel.onclose = () => {
      if (this.peers.get(seat) === peer) this.drop(seat);
    };
  }

  /* One signal with all addresses in it; late ones are left out. */
  gathered(connection) {
    if (connection.iceGatheringState === "complete") return Promise.resolve();
    return new Promise((done) => {
      setTimeout(done, GATHERING);
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === "complete") done();
      };
    });
  }

  drop(seat) {
    const peer = this.peers.get(seat);
    if (!peer) return;
    this.peers.delete(seat);
    peer.connection.close();
    this.tell();
  }

  cut() {
    Array.from(this.peers.keys()).forEach((seat) => this.drop(seat));
  }

  tell() {
    if (!this.handlers.people) return;
    const list = [];
    this.peers.forEach((peer, seat) => {
      if (peer.open) list.push({ seat, stream: peer.stream });
    });
    this.handlers.people(list, this.local);
  }

  say(text) {
    if (this.handlers.words) this.handlers.words(text);
  }
}
