/// Buffer, encode, name, store, checkpoint.
///
/// How these work together. [DeliveryEngine] has the threads, [Deliveries] the streams, [Agenda]
/// the time at which each is due; a [StreamDelivery] is one stream, as steps that somebody else
/// calls, so that the simulation can call them too.
///
/// A step asks [Cutting] where open objects end. What it cuts is gathered in a [Sealing], as an
/// [ObjectDelivery] each: an [Intent], which never changes what it promised, and how far its put
/// has come. [Progress] is the ledger: the log, the [Checkpoint] as it is on disk, the [OpenObject]
/// and the objects that are not written down as stored. Only `Progress.settle` and
/// `Progress.giveUp` write a checkpoint, as a whole ([CheckpointDocument]), and the ledger follows
/// it afterwards, so that a write that fails has changed nothing.
///
/// The [Step] names the objects to put. Each waits for a slot ([PutSlots]) and is tried once by the
/// stream's [Target], which ends in an [Attempt] and never throws what it foresaw: [ObjectTarget]
/// takes the role ([io.hydrant.core.stream.RoleAssumer]), makes the bytes (`body`) and puts them.
/// `StreamDelivery.finished` takes the attempt in, and the stream is due again. [Backoff] and
/// [Pause] say when what failed is tried again, [Retention], [Overdue] and [Expiry] what is given
/// up instead, [Expired] remembers it. [History] logs, and with [StreamStatus] shows, how it goes.
///
/// A stream that is backed up has another [Delivering] ([Ledgers]), which reads the same log as a
/// [io.hydrant.core.log.BackupLog], and for which the stream is one with another destination
/// (`DeliveryStream.forBackup`): all of the above holds for its objects as well.
///
/// Whatever is taken off the agenda or out of a step has an end that somebody hears of: `finished`,
/// `lost` or `broke`. After the latter two the ledger is not believed, and is read again from the
/// checkpoint as after a crash.
@NullMarked
package io.hydrant.core.delivery;

import org.jspecify.annotations.NullMarked;
