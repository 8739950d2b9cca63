import type { Channel } from "../../model/connection.js";
import type { LocalFile } from "../../model/script.js";
import type { Destination, Uploaded, Uploader } from "../session/dialect.js";
import { chunksOf } from "../session/request.js";

/**
 * Sends files through the session itself, as bytes between two requests: a PowerShell of its own for each would take
 * a second. What goes wrong on the host is told by the request that needs the file.
 */
export class StreamUploads implements Uploader {
  readonly #channel: Channel;
  #count = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** They are removed with the session's folder. */
  done(): void {}

  async send(file: LocalFile, { folder, name }: Destination): Promise<Uploaded> {
    this.#count += 1;
    const path = `${folder}\\${name}-${this.#count}`;
    this.#channel.write(`U ${file.size} ${Buffer.byteLength(path)}\n${path}`);
    const sent = { bytes: 0 };
    try {
      await this.#write(file, sent);
      // one that has shrunk meanwhile is filled up with zeros there: nobody may take it for the file
      if (sent.bytes < file.size)
        return {
          failure: `a file did not arrive whole: ${sent.bytes} of ${file.size} bytes are in ${folder}`,
        };
      return { path };
    } finally {
      // the host counts: what follows must not be taken for the file's
      for (; sent.bytes < file.size; sent.bytes += 65536)
        this.#channel.write(Buffer.alloc(Math.min(65536, file.size - sent.bytes)));
    }
  }

  async #write({ content, size }: LocalFile, sent: { bytes: number }): Promise<void> {
    for await (const chunk of chunksOf(content)) {
      sent.bytes += chunk.length;
      // a file that has grown meanwhile must not run into the next request
      this.#channel.write(sent.bytes > size ? chunk.subarray(0, chunk.length - (sent.bytes - size)) : chunk);
      if (sent.bytes >= size) return;
      if (this.#channel.congested) await new Promise<void>((resolve) => this.#channel.onDrain(resolve));
    }
  }
}
