import { parentPort, workerData } from "node:worker_threads";
import { type HashOptions, hashPassword } from "../../template/crypt/password_hash.js";

/** A thread of its own for one hash; what cannot be made is told by its message. */
const { password, algorithm, options } = workerData as {
  password: string;
  algorithm: string;
  options: HashOptions;
};
try {
  parentPort?.postMessage({ hash: hashPassword(password, algorithm, options) });
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  parentPort?.postMessage({ refused: error.message });
}
