import Type from 'typebox'
import { awsService } from './aws-service-schema.ts'
import { count, seconds, section } from './configuration-section.ts'

const Bucket = section(
  {
    match: Type.String({
      minLength: 1,
      maxLength: 63,
      description: 'The names of buckets, as flows write them; * stands for any characters.',
    }),
    directory: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        description:
          "Where the bucket's objects are files; behind a match with a *, a directory with one for each bucket. Relative to this file.",
      }),
    ),
    s3: Type.Optional(
      section(
        {
          ...awsService("MinIO, Ceph, LocalStack and every other that speaks S3's API"),
          forcePathStyle: Type.Optional(
            Type.Boolean({
              description: "Whether a bucket stands in a URL's path, not in its host; left out: where there is an endpointUrl.",
            }),
          ),
        },
        { description: 'Amazon S3, or what speaks its API, in place of a directory.' },
      ),
    ),
    maxConcurrency: count(64, 10_000, 'Calls at once; further ones wait, fairly between executions.'),
    timeoutSeconds: seconds(60, 'How long one call may take.'),
  },
  { description: 'Leads names of buckets to where their objects are.' },
)

export const Buckets = Type.Array(Bucket, {
  default: [],
  maxItems: 10_000,
  description: 'Where the buckets of Storage and Retrieval nodes are: the first entry that matches a name wins.',
})
