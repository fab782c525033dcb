package io.hydrant.columnar.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/// The pages of one column in one row group, each read when the one before is used up. Room is
/// taken for the dictionary and for one page.
final class ParquetPages implements PageReader {
    private static final int HEADER_BYTES_MAX = 8 << 20;

    /// What an entry of a dictionary takes beside its bytes.
    private static final int ENTRY_BYTES = 64;

    private final RunInput in;
    private final Room room;
    private final ColumnDescriptor column;
    private final BlockPacking compression;
    private final long values;
    private long valuesSeen;
    private @Nullable PageHeader ahead;
    private long dictionaryBytes;
    private long pageBytes;

    private ParquetPages(
            RunInput in,
            Room room,
            ColumnDescriptor column,
            BlockPacking compression,
            long values) {
        this.in = in;
        this.room = room;
        this.column = column;
        this.compression = compression;
        this.values = values;
    }

    static ParquetPages of(
            RangedSource source,
            Room room,
            ColumnDescriptor column,
            ColumnChunkMetaData chunk,
            int bufferBytes)
            throws IOException {
        return new ParquetPages(
                RunInput.of(source, chunk.getStartingPos(), chunk.getTotalSize(), bufferBytes),
                room,
                column,
                compression(chunk.getCodec()),
                chunk.getValueCount());
    }

    private static BlockPacking compression(CompressionCodecName codec) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> BlockPacking.NONE;
            case SNAPPY -> BlockPacking.SNAPPY;
            case GZIP -> BlockPacking.GZIP;
            case ZSTD -> BlockPacking.ZSTD;
            case LZ4_RAW -> BlockPacking.LZ4;
            case LZ4 -> BlockPacking.HADOOP_LZ4;
            case LZO -> BlockPacking.HADOOP_LZO;
            case BROTLI -> throw UnreadableFileException.unknown("columns packed by Brotli");
        };
    }

    /// Leaves its room to others.
    void giveBack() {
        room.give(dictionaryBytes + pageBytes);
        dictionaryBytes = 0;
        pageBytes = 0;
    }

    @Override
    public long getTotalValueCount() {
        return values;
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
        try {
            PageHeader header = nextHeader();
            if (header.getType() == PageType.DICTIONARY_PAGE) {
                return dictionary(header);
            }
            ahead = header;
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DataPage readPage() {
        try {
            while (true) {
                PageHeader header = nextHeader();
                PageType type = header.getType();
                if (type == PageType.DATA_PAGE
                        && header.getData_page_header().getNum_values() != 0) {
                    return page(header, header.getData_page_header());
                }
                if (type == PageType.DATA_PAGE_V2
                        && header.getData_page_header_v2().getNum_values() != 0) {
                    return page(header, header.getData_page_header_v2());
                }
                in.skipNBytes(header.getCompressed_page_size());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PageHeader nextHeader() throws IOException {
        PageHeader header = ahead;
        if (header != null) {
            ahead = null;
            return header;
        }
        if (in.remaining() == 0) {
            throw UnreadableFileException.damaged(
                    "the column %s has fewer pages than values".formatted(name()));
        }
        PageHeader read = new PageHeader();
        ParquetThrift.read(read, in, HEADER_BYTES_MAX);
        boolean isWhole =
                switch (read.getType()) {
                    case DATA_PAGE -> read.isSetData_page_header();
                    case DATA_PAGE_V2 -> read.isSetData_page_header_v2();
                    case DICTIONARY_PAGE -> read.isSetDictionary_page_header();
                    case INDEX_PAGE -> true;
                };
        if (!isWhole
                || read.getCompressed_page_size() < 0
                || read.getUncompressed_page_size() < 0) {
            throw UnreadableFileException.damaged(
                    "a page of the column %s has no proper head".formatted(name()));
        }
        return read;
    }

    private DictionaryPage dictionary(PageHeader header) throws IOException {
        int entries = header.getDictionary_page_header().getNum_values();
        int plainBytes = header.getUncompressed_page_size();
        if (entries < 0 || entries > plainBytes) {
            throw UnreadableFileException.damaged(
                    "the dictionary of the column %s has more entries than bytes"
                            .formatted(name()));
        }
        room.take(plainBytes + (long) entries * ENTRY_BYTES);
        dictionaryBytes += plainBytes + (long) entries * ENTRY_BYTES;
        return new DictionaryPage(
                BytesInput.from(plain(header.getCompressed_page_size(), plainBytes, compression)),
                entries,
                encoding(header.getDictionary_page_header().getEncoding()));
    }

    private DataPage page(PageHeader header, DataPageHeader of) throws IOException {
        int plainBytes = header.getUncompressed_page_size();
        count(of.getNum_values(), plainBytes);
        byte[] bytes = plain(header.getCompressed_page_size(), plainBytes, compression);
        Encoding encoding = encoding(of.getEncoding());
        if (DeltaEncoded.has(encoding)) {
            int at = DeltaEncoded.behindLevels(bytes, column);
            takeDeltas(DeltaEncoded.check(bytes, at, of.getNum_values(), encoding));
        }
        return new DataPageV1(
                BytesInput.from(bytes),
                of.getNum_values(),
                plainBytes,
                null,
                encoding(of.getRepetition_level_encoding()),
                encoding(of.getDefinition_level_encoding()),
                encoding);
    }

    private DataPage page(PageHeader header, DataPageHeaderV2 of) throws IOException {
        int repetition = of.getRepetition_levels_byte_length();
        int definition = of.getDefinition_levels_byte_length();
        int plainBytes = header.getUncompressed_page_size() - repetition - definition;
        int packedBytes = header.getCompressed_page_size() - repetition - definition;
        if (repetition < 0 || definition < 0 || plainBytes < 0 || packedBytes < 0) {
            throw UnreadableFileException.damaged(
                    "a page of the column %s is smaller than its parts".formatted(name()));
        }
        count(of.getNum_values(), header.getUncompressed_page_size());
        byte[] repetitions = in.take(repetition);
        byte[] definitions = in.take(definition);
        boolean isPacked = !of.isSetIs_compressed() || of.isIs_compressed();
        byte[] bytes = plain(packedBytes, plainBytes, isPacked ? compression : BlockPacking.NONE);
        Encoding encoding = encoding(of.getEncoding());
        if (DeltaEncoded.has(encoding)) {
            takeDeltas(DeltaEncoded.check(bytes, 0, of.getNum_values(), encoding));
        }
        return DataPageV2.uncompressed(
                of.getNum_rows(),
                of.getNum_nulls(),
                of.getNum_values(),
                BytesInput.from(repetitions),
                BytesInput.from(definitions),
                encoding,
                BytesInput.from(bytes),
                null);
    }

    /// Takes room for a page in the place of the one before.
    private void count(int pageValues, long plainBytes) throws IOException {
        if (pageValues < 0 || pageValues > values - valuesSeen) {
            throw UnreadableFileException.damaged(
                    "the column %s has more values in its pages than in all".formatted(name()));
        }
        valuesSeen += pageValues;
        room.give(pageBytes);
        pageBytes = 0;
        room.take(plainBytes);
        pageBytes = plainBytes;
    }

    private void takeDeltas(long bytes) throws IOException {
        room.take(bytes);
        pageBytes += bytes;
    }

    private byte[] plain(int packedBytes, int plainBytes, BlockPacking by) throws IOException {
        room.take(packedBytes);
        try {
            byte[] plain = by.plain(in.take(packedBytes), plainBytes);
            if (plain.length != plainBytes) {
                throw UnreadableFileException.damaged(
                        "a page of the column %s has %d bytes, not %d"
                                .formatted(name(), plain.length, plainBytes));
            }
            return plain;
        } finally {
            room.give(packedBytes);
        }
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding of) {
        return Encoding.valueOf(of.name());
    }

    private String name() {
        return String.join(".", column.getPath());
    }
}
