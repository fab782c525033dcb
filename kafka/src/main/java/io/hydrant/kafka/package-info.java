/// The log of each stream in a topic of Apache Kafka, for whoever asks for it: no class of Kafka is
/// loaded otherwise.
///
/// How these work together. What logs need of Kafka is a [Broker]: topics, and messages that are
/// appended, read and trimmed; [KafkaBroker] does that with Kafka's clients ([Topics], [Appender],
/// [Readers]); but for them and [NodeGroup] nothing here knows those. [KafkaLogs] has one of it for
/// all logs, one [Tail], which reads the topics of all logs that are open here as they grow, and
/// one [Keeper]; both take turns, and have a thread that only asks for the next. A request becomes
/// one message, and is answered when Kafka has it; at which position its records are nobody knows
/// then. *Positions are made by reading*: a [TopicLog] counts what the tail shows it, in the order
/// of the topic, and leaves out what does not count: a request that was there already
/// ([NamesWindow]), and what a reader wrote that had been replaced ([TopicLog#epoch]). The order of
/// a topic never changes, so that whoever counts comes to the same positions.
///
/// Counting need not begin at the beginning: the [Keeper] writes a [Milestone] into the catalog now
/// and then, with all that counting depends on, and has Kafka remove what lies before one that all
/// readers are done with. Epochs and checkpoints of readers are rows of the catalog ([LogTable]). A
/// [KafkaLog] is a log as one reader sees it, through [MessageReader]s.
@NullMarked
package io.hydrant.kafka;

import org.jspecify.annotations.NullMarked;
