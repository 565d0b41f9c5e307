/** A line that a handler has printed, without its end. */
export interface PrintedLine {
  readonly functionArn: string
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** Characters of one line. */
const longestLine = 4_096
/** Characters of one process in a second: what it prints beyond that is dropped, and it is said so. */
const mostPerSecond = 65_536

/** Takes what a process prints and hands on its lines, as they come and never more than a server can log. */
export const printedLines = (
  functionArn: string,
  onLine: (line: PrintedLine) => void,
  now: () => number = () => performance.now(),
): ((stream: PrintedLine['stream'], chunk: Buffer) => void) => {
  const streams = { stdout: openStream(), stderr: openStream() }
  let since = now()
  let left = mostPerSecond
  let dropped = 0
  const tell = (stream: PrintedLine['stream'], text: string): void => {
    if (now() - since >= 1000) {
      if (dropped > 0) onLine({ functionArn, stream, text: `… ${dropped} characters more were printed and dropped.` })
      since = now()
      left = mostPerSecond
      dropped = 0
    }
    if (text.length > left) {
      dropped += text.length
      return
    }
    left -= text.length + 1
    onLine({ functionArn, stream, text })
  }
  return (stream, chunk) => {
    const open = streams[stream]
    const lines = `${open.rest}${open.decoder.decode(chunk, { stream: true })}`.split('\n')
    open.rest = lines.pop() ?? ''
    for (const line of lines) tell(stream, line.slice(0, longestLine))
    if (open.rest.length <= longestLine) return
    tell(stream, open.rest.slice(0, longestLine))
    open.rest = ''
  }
}

const openStream = () => ({ decoder: new TextDecoder(), rest: '' })
