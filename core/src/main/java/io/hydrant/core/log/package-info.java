/// Records of one stream: append, recover, read, trim, checkpoint.
///
/// How these work together. [Logs] opens a [DurableLog] for each stream when somebody asks for it,
/// which has [Recovery] find out what its folder holds. A request's records come as a [RecordBatch]
/// and become a [Frame]. Unless [NamedRequests] knows that the request was taken before,
/// [GroupCommit] gets the frame, and has one thread at a time call `DurableLog.write` with the
/// frames of all that wait: claim room on the disk, write with a [SegmentWriter], force, publish
/// the new end, call the listener. Until the end is published nothing of the frames counts, and a
/// failure cuts them off; from then on nothing may refuse them.
///
/// Frames lie in [Segment]s, of which the last is appended to. Everything that begins a segment,
/// cuts one or closes the file is done by [LastSegment], within the same turn of [GroupCommit], so
/// that its fields need no lock; what readers see ([Segments]: which there are, and the end) is
/// replaced as a whole. A reader ([LogReader]) is given the segments and the end as they are when
/// it is opened, and [LogSearch] finds its first frame by [Landmarks] and a search from the
/// nearest. `DurableLog.trim` belongs to the one who reads: it removes whole segments, or keeps one
/// as [SpareSegment] to be written over. Damage that anybody finds stops the log:
/// `DurableLog.damage` says why, nothing is appended anymore, and no checkpoint is replaced.
///
/// Whoever reads speaks of [StreamLog] and of [LogPoint]s; [LogPlace], the same in files, stays in
/// here. Beside the segments lie the reader's checkpoint ([CheckpointFile]), and the names of
/// requests, by which [TakenTokens] and [TakenInvocations] know them when their records are
/// trimmed. The backup of a stream reads the same records by itself: it is given a [BackupLog],
/// which has another checkpoint, and [ReadersDone] sees to it that nothing goes before both are
/// done with it.
@NullMarked
package io.hydrant.core.log;

import org.jspecify.annotations.NullMarked;
