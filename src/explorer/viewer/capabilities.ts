/** Capabilities by their bit. Source: linux/capability.h, version 6.12. */
const NAMES = (
  "chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service " +
  "net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin " +
  "sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override " +
  "mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore"
).split(" ");

const LENGTHS: ReadonlyMap<number, number> = new Map([
  [1, 12],
  [2, 20],
  [3, 24],
]);

/**
 * The attribute `security.capability` as `getcap` prints it: `cap_net_raw=ep`. `null` for a value that is no such attribute.
 * Source: struct vfs_ns_cap_data in linux/capability.h.
 */
export function capabilitiesText(value: Buffer): string | null {
  if (value.length < 12) return null;
  const magic = value.readUInt32LE(0);
  const revision = magic >>> 24;
  if (LENGTHS.get(revision) !== value.length) return null;
  const isEffective = (magic & 1) === 1;
  const words = revision === 1 ? 1 : 2;
  const byFlags = new Map<string, string[]>();
  for (let bit = 0; bit < words * 32; bit++) {
    const at = 4 + (bit >> 5) * 8;
    const has = (offset: number) => ((value.readUInt32LE(at + offset) >>> (bit & 31)) & 1) === 1;
    const [permitted, inheritable] = [has(0), has(4)];
    if (!permitted && !inheritable) continue;
    const flags = `${isEffective ? "e" : ""}${inheritable ? "i" : ""}${permitted ? "p" : ""}`;
    byFlags.set(flags, [...(byFlags.get(flags) ?? []), `cap_${NAMES.at(bit) ?? bit}`]);
  }
  if (byFlags.size === 0) return "no capabilities";
  const text = [...byFlags].map(([flags, names]) => `${names.join(",")}=${flags}`).join(" ");
  const root = revision === 3 ? value.readUInt32LE(20) : 0;
  return root === 0 ? text : `${text} (in the user namespace of ${root})`;
}
