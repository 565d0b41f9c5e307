import type { BucketEntry } from '../providers/object-store/configured.ts'
import { checkDirectory } from '../providers/object-store/configured.ts'
import { ConfigurationError } from './configuration-error.ts'

/** @throws ConfigurationError - where an entry of `buckets` leads can be no directory. */
export const checkBucketDirectories = async (buckets: readonly BucketEntry[]): Promise<void> => {
  for (const [index, { directory }] of buckets.entries()) {
    const setting = `buckets[${index}].directory`
    if (directory === undefined) continue
    await checkDirectory(directory, setting).catch((cause: unknown) => {
      throw new ConfigurationError(cause instanceof Error ? cause.message : String(cause), { setting, cause })
    })
  }
}
