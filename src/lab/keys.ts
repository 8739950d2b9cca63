import ssh2 from "ssh2";

/** A new ed25519 key, in the words of OpenSSH. */
export interface KeyPair {
  private: string;
  /** `ssh-ed25519 BASE64` */
  public: string;
}

/** ssh2 writes one key in some 250 so that nobody can read it again, itself included: that one is made anew. */
export function newKeyPair(): KeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519");
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
