import type { StorageTrouble, StorageUnavailable } from '../engine/event-log.ts'

/** What `/healthz/ready` says of a storage that takes no writes. */
export const storageFault = (refusal: StorageUnavailable | undefined): string | undefined => refusal && faults[refusal.reason]

const faults: Readonly<Record<StorageTrouble, string>> = {
  full: 'storage full',
  readOnly: 'storage read-only',
  locked: 'storage locked',
  silent: 'storage silent',
  corrupt: 'storage corrupt',
  failed: 'storage failed',
}
