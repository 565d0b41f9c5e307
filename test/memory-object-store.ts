import type { GetOptions, ObjectAnswer, ObjectContent, ObjectPlace, ObjectStore } from '../src/flow/capabilities/object-store.ts'
import { NodeError } from '../src/flow/node-error.ts'
import { s3UriOf } from '../src/flow/nodes/object-place.ts'

/** Objects in memory, by their URIs. */
export class MemoryObjectStore implements ObjectStore {
  readonly objects = new Map<string, ObjectContent>()
  /** In how large pieces an object comes. */
  pieceBytes = 65_536

  async get(place: ObjectPlace, { onContent }: GetOptions): Promise<ObjectAnswer> {
    const object = this.objects.get(s3UriOf(place))
    if (!object) throw new NodeError('DEPENDENCY_FAILED', `There is no object ${s3UriOf(place)}.`)
    const { content } = object
    for (let at = 0; at < content.byteLength; at += this.pieceBytes) onContent(content.subarray(at, at + this.pieceBytes))
    return answerOf(object)
  }

  async put(place: ObjectPlace, object: ObjectContent): Promise<ObjectAnswer> {
    this.objects.set(s3UriOf(place), object)
    return answerOf(object)
  }
}

const answerOf = ({ content: { byteLength: contentLength }, contentType }: ObjectContent): ObjectAnswer => ({
  requestId: `request of ${contentLength} bytes`,
  object: { contentLength, contentType },
})
