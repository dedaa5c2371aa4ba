type Share = number | null;
export type DeviceUse = { utilisation: Share; memory: Share };

/** What a host was seen to do at one moment; shares are 0 to 1, null where it cannot tell. */
export type Look = {
  working: number;
  slots: number;
  cpu: Share;
  memory: Share;
  diskFreeBytes: number | null;
  devices: Record<string, DeviceUse> | null;
};

/** The mean of `looks` of them. */
export type Kept = Look & { looks: number };

/** Adds a look to the mean of those before it. What only one of them knows is taken from that one. */
export function addLook(kept: Kept | undefined, look: Look): Kept {
  if (!kept) return { ...look, looks: 1 };
  const looks = kept.looks + 1;
  const mean = (before: Share, now: Share): Share =>
    before === null || now === null ? (now ?? before) : before + (now - before) / looks;
  const sum = (before: number, now: number) => before + (now - before) / looks;
  const devices = { ...kept.devices };
  for (const [uuid, use] of Object.entries(look.devices ?? {})) {
    const before = devices[uuid];
    devices[uuid] = before
      ? {
          utilisation: mean(before.utilisation, use.utilisation),
          memory: mean(before.memory, use.memory),
        }
      : use;
  }
  return {
    looks,
    working: sum(kept.working, look.working),
    slots: sum(kept.slots, look.slots),
    cpu: mean(kept.cpu, look.cpu),
    memory: mean(kept.memory, look.memory),
    // Room is worth knowing as it is, not as it was.
    diskFreeBytes: look.diskFreeBytes ?? kept.diskFreeBytes,
    devices: kept.devices || look.devices ? devices : null,
  };
}
