import type { BucketEntry } from '../providers/object-store/configured.ts'
import { ConfigurationError } from './configuration-error.ts'

/** @throws ConfigurationError - an entry of `buckets` leads nowhere, or to two places. */
export const checkBuckets = (buckets: readonly BucketEntry[]): void => {
  for (const [index, { directory, s3 }] of buckets.entries()) {
    const setting = `buckets[${index}]`
    if ((directory === undefined) === (s3 === undefined)) {
      throw new ConfigurationError(`${setting} must say where the bucket is: by directory or by s3, one of the two.`, { setting })
    }
    if (s3?.endpointUrl !== undefined && !URL.canParse(s3.endpointUrl)) {
      throw new ConfigurationError(`${setting}.s3.endpointUrl is not a valid URL.`, { setting: `${setting}.s3.endpointUrl` })
    }
  }
}
