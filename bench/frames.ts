const lengthBytes = 4

/** The whole messages of AWS's event stream at the front of these bytes. */
export const framesIn = (bytes: Buffer): readonly Buffer[] => {
  const frames: Buffer[] = []
  for (let at = 0; at + lengthBytes <= bytes.length;) {
    const end = at + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    frames.push(bytes.subarray(at, end))
    at = end
  }
  return frames
}
