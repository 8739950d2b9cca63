import type { Answer, ResultValues } from "../../model/result.js";
import { imagesIn, readLedger, unreadImages } from "./release.js";

/** What `release_info` gives, from what the host said. */
export function releasesOf(said: Answer["said"]): ResultValues {
  const text = (name: string): string => (typeof said[name] === "string" ? said[name] : "");
  const lines = (name: string): string[] => text(name).split("\n").filter(Boolean);
  const containers = lines("containers").map((line) => {
    const [slot = "", version = "", image = "", state = ""] = line.split("|");
    return { slot, version, image, state };
  });
  const live = text("live_slot");
  const [name = "", address = ""] = text("holder").split("|");
  return {
    changed: false,
    releases: {
      entries: readLedger(text("ledger")),
      foreign: [...new Set([...imagesIn(text("others")), ...unreadImages(text("ledger"))])],
      images: lines("images").filter((image) => image.includes("@sha256:")),
      // without a container nothing gets the requests, whatever the file says
      slot: containers.some(({ slot }) => slot === live) ? live : "",
      containers,
      holder: { name, address },
      lock: text("lock"),
    },
  };
}
