import { createHash, getHashes, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { besideName, makeFolders } from "../../disk/disk.js";
import { Fault } from "../../model/errors.js";
import type { LocalFile } from "../../model/script.js";
import { chunksOf } from "../../shell/session/request.js";

/** Larger files stay on the disk: they are streamed to each host that asks for them. */
const IN_MEMORY = 1 << 20;
/** What is kept of files that were read: hosts that take the same file share one reading. */
const KEPT = 64 << 20;

const kept = new Map<string, { state: string; file: Promise<LocalFile> }>();

/** A file of the controller, hashed without ever holding a large one; a vaulted file's plain text. Faults: FILE_MISSING, VAULT_FAILED. */
export async function localFile(path: string, decrypt?: (text: string) => string): Promise<LocalFile> {
  const found = await stat(path, { bigint: true }).catch((error: Error & { code?: string }) => {
    throw new Fault(
      "FILE_MISSING",
      `Could not find or access '${path}' on the Ansible Controller: ${error.message}`,
    );
  });
  if (found.isDirectory()) throw new Fault("FILE_MISSING", `${path} is a directory, not a file`);
  const state = [found.mtimeNs, found.ctimeNs, found.size, found.ino, decrypt !== undefined].join();
  const known = kept.get(path);
  if (known?.state === state) return known.file;
  const file = readWhole(path, Number(found.size), decrypt);
  kept.set(path, { state, file });
  file.then(forgetOld, () => kept.delete(path));
  return file;
}

let keptBytes = 0;

function forgetOld({ content }: LocalFile): void {
  if (Buffer.isBuffer(content)) keptBytes += content.length;
  if (keptBytes <= KEPT) return;
  // all at once: what is needed again is read again
  kept.clear();
  keptBytes = 0;
}

async function readWhole(
  path: string,
  size: number,
  decrypt: ((text: string) => string) | undefined,
): Promise<LocalFile> {
  try {
    if (size <= IN_MEMORY || (decrypt && (await isVaulted(path)))) {
      const content = await readFile(path);
      return localContent(decrypt ? opened(path, content, decrypt) : content);
    }
    const digests = new Digests();
    for await (const chunk of createReadStream(path)) digests.add(chunk as Buffer);
    return { ...digests.all(), content: { path } };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault("FILE_MISSING", `cannot read '${path}' on the controller: ${(error as Error).message}`);
  }
}

export function localContent(content: Buffer | string): LocalFile {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
  const digests = new Digests();
  digests.add(bytes);
  return { ...digests.all(), content: bytes };
}

/** Files one after the other, as one: those in memory are joined there, large ones stay where they are. */
export async function joinedFiles(files: readonly LocalFile[]): Promise<LocalFile> {
  const contents = files.map(({ content }) => content);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size <= IN_MEMORY && contents.every(Buffer.isBuffer)) return localContent(Buffer.concat(contents));
  const digests = new Digests();
  for await (const chunk of chunksOf({ parts: contents })) digests.add(chunk);
  return { ...digests.all(), content: { parts: contents } };
}

/** SHA-1, MD5 where this machine may compute it, and the size of what is added. */
class Digests {
  readonly #sha1: Hash = createHash("sha1");
  readonly #md5: Hash | undefined = getHashes().includes("md5") ? createHash("md5") : undefined;
  #size = 0;

  add(chunk: Buffer): void {
    this.#sha1.update(chunk);
    this.#md5?.update(chunk);
    this.#size += chunk.length;
  }

  all(): { sha1: string; md5: string | undefined; size: number } {
    return { sha1: this.#sha1.digest("hex"), md5: this.#md5?.digest("hex"), size: this.#size };
  }
}

const VAULT_HEADER = Buffer.from("$ANSIBLE_VAULT;");

async function isVaulted(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(VAULT_HEADER.length);
    await file.read(start, 0, start.length, 0);
    return start.equals(VAULT_HEADER);
  } finally {
    await file.close();
  }
}

/** A vaulted file's plain text; other files as they are. */
function opened(path: string, content: Buffer, decrypt: (text: string) => string): Buffer {
  if (!content.subarray(0, VAULT_HEADER.length).equals(VAULT_HEADER)) return content;
  let text: string;
  try {
    text = decrypt(content.toString());
  } catch (error) {
    if (!(error instanceof Fault) || error.hint === undefined || error.hint.startsWith("tried")) throw error;
    throw new Fault("VAULT_FAILED", `A vault password or secret must be specified to decrypt ${path}`, {
      hint: error.hint,
    });
  }
  // the decrypted bytes are read as text: what is none would not arrive as it was
  if (text.includes("\ufffd"))
    throw new Fault("VAULT_FAILED", `${path} holds no text: vaulted binary files cannot be copied`);
  return Buffer.from(text);
}

/** Bring chunks into a file that takes its place when it is whole and `fits`; what is not is removed. */
export async function receiveFile(
  path: string,
  bring: (sink: (chunk: Buffer) => Promise<void>) => Promise<void>,
  fits: (sha1: string) => boolean,
): Promise<{ sha1: string; md5: string | undefined }> {
  makeFolders(dirname(path));
  const half = besideName(path);
  const digests = new Digests();
  const file = await open(half, "wx");
  try {
    await bring(async (chunk) => {
      digests.add(chunk);
      await file.writeFile(chunk);
    });
    await file.close();
    const { sha1, md5 } = digests.all();
    if (fits(sha1)) await rename(half, path);
    else await rm(half, { force: true });
    return { sha1, md5 };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(half, { force: true });
    throw error;
  }
}
