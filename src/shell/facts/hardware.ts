import { type Facts, lines, type Said } from "./lines.js";

/** Memory, processors and what the firmware says. */
export function hardwareFacts(said: Said): Facts {
  if (said.meminfo === undefined) return {};
  const memory = (name: string) =>
    Math.floor(Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(said.meminfo!)?.[1] ?? 0) / 1024);
  const cpu = (pattern: RegExp) =>
    [...(said.cpuinfo ?? "").matchAll(pattern)].map((match) => match[1]!.trim());
  const count = cpu(/^processor\s*:\s*(\d+)/gm).length || Number(said.nproc || 1);
  const sockets = new Set(cpu(/^physical id\s*:\s*(\d+)/gm)).size || 1;
  const cores = Number(cpu(/^cpu cores\s*:\s*(\d+)/gm)[0] ?? Math.max(1, Math.floor(count / sockets)));
  const siblings = Number(cpu(/^siblings\s*:\s*(\d+)/gm)[0] ?? cores);
  const threads = Math.max(1, Math.floor(siblings / cores));
  const vendors = cpu(/^vendor_id\s*:\s*(.*)$/gm);
  const models = cpu(/^model name\s*:\s*(.*)$/gm);
  const [total, free, cached, buffers] = [
    memory("MemTotal"),
    memory("MemFree"),
    memory("Cached"),
    memory("Buffers"),
  ];
  const dmi = (name: string) => said[`dmi:${name}`] ?? "NA";
  return {
    memtotal_mb: total,
    memfree_mb: free,
    swaptotal_mb: memory("SwapTotal"),
    swapfree_mb: memory("SwapFree"),
    memory_mb: {
      real: { total, used: total - free, free },
      nocache: { free: free + cached + buffers, used: total - free - cached - buffers },
      swap: {
        total: memory("SwapTotal"),
        free: memory("SwapFree"),
        used: memory("SwapTotal") - memory("SwapFree"),
        cached: memory("SwapCached"),
      },
    },
    processor: Array.from({ length: count }, (_, index) => [
      String(index),
      vendors[index] ?? "",
      models[index] ?? "",
    ]).flat(),
    processor_count: sockets,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: sockets * cores * threads,
    processor_nproc: Number(said.nproc || count),
    uptime_seconds: Number(said.uptime ?? 0),
    loadavg: Object.fromEntries(
      (said.loadavg ?? "")
        .split(" ")
        .slice(0, 3)
        .map((value, index) => [["1m", "5m", "15m"][index]!, Number(value)]),
    ),
    product_name: dmi("product_name"),
    product_version: dmi("product_version"),
    product_serial: dmi("product_serial"),
    product_uuid: dmi("product_uuid"),
    system_vendor: dmi("sys_vendor"),
    bios_version: dmi("bios_version"),
    bios_date: dmi("bios_date"),
    board_name: dmi("board_name"),
  };
}

/** Mounted file systems and block devices. */
export function mountFacts(said: Said): Facts {
  if (said.mtab === undefined) return {};
  const sizes = new Map(
    lines(said.df).map((line) => {
      const words = line.split(/\s+/);
      return [words.slice(5).join(" "), words.slice(1, 4).map(Number)] as const;
    }),
  );
  const inodes = new Map(
    lines(said.dfi).map((line) => {
      const words = line.split(/\s+/);
      return [words.slice(5).join(" "), words.slice(1, 4).map(Number)] as const;
    }),
  );
  const mounts = lines(said.mtab).map((line) => {
    const [device, mount = "", fstype, options] = line.split(" ").map((word) => word.replace(/\\040/g, " "));
    const [total = 0, , free = 0] = sizes.get(mount) ?? [];
    const [inode_total = 0, inode_used = 0, inode_available = 0] = inodes.get(mount) ?? [];
    return {
      device,
      mount,
      fstype,
      options,
      size_total: total * 1024,
      size_available: free * 1024,
      block_size: 4096,
      inode_total,
      inode_used,
      inode_available,
      uuid: "N/A",
      dump: 0,
      passno: 0,
    };
  });
  const devices = Object.fromEntries(
    Object.entries(said)
      .filter(([name]) => name.startsWith("device:"))
      .map(([name, text]) => {
        const [sectors = "0", removable, rotational, ...model] = text.split(" ");
        return [
          name.slice(7),
          {
            sectors: Number(sectors),
            sectorsize: "512",
            size: `${(Number(sectors) / 2 / 1024 / 1024).toFixed(2)} GB`,
            removable,
            rotational,
            model: model.join(" ") || null,
            partitions: {},
            holders: [],
            links: {},
          },
        ];
      }),
  );
  return { mounts, devices };
}
