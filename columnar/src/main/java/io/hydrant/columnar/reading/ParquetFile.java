package io.hydrant.columnar.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The rows of a Parquet file. Pages are read one by one as the rows need them, rather than row
/// groups whole, which other writers make as large as a gigabyte.
///
///     "PAR1"  pages of columns, by row groups  footer  its length as u32, least byte first  "PAR1"
final class ParquetFile implements FileRows {
    private static final int TAIL_BYTES = 8;

    /// What a footer becomes in memory, for each byte of it.
    private static final int FOOTER_GROWTH = 32;

    private final RangedSource source;
    private final Room room;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private final Iterator<BlockMetaData> groups;
    private @Nullable RowGroup group;
    private @Nullable RecordReader<Boolean> records;
    private @Nullable ParquetRowJson row;
    private long rowsLeft;

    private ParquetFile(RangedSource source, Room room, ParquetMetadata footer) {
        this.source = source;
        this.room = room;
        this.schema = footer.getFileMetaData().getSchema();
        this.columns =
                new ColumnIOFactory(footer.getFileMetaData().getCreatedBy()).getColumnIO(schema);
        this.groups = footer.getBlocks().iterator();
    }

    static ParquetFile open(RangedSource source, Room room) throws IOException {
        byte[] tail = ColumnarKind.tail(source, TAIL_BYTES);
        String mark = new String(tail, 4, 4, StandardCharsets.ISO_8859_1);
        if (mark.equals("PARE")) {
            throw UnreadableFileException.unknown("an encrypted footer");
        }
        if (!mark.equals("PAR1")) {
            throw UnreadableFileException.damaged("it is cut off, or was never finished");
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        long at = source.length() - TAIL_BYTES - length;
        if (length < 0 || at < 4) {
            throw UnreadableFileException.damaged("its footer is longer than the file");
        }
        long taken = (long) length * FOOTER_GROWTH;
        room.take(taken);
        ParquetMetadata footer = footer(source.read(at, length));
        room.give(taken - Math.min(taken, length * 8L));
        if (footer.getFileMetaData().getSchema().getFieldCount() == 0) {
            throw UnreadableFileException.unknown("no columns");
        }
        return new ParquetFile(source, room, footer);
    }

    private static ParquetMetadata footer(byte[] bytes) throws IOException {
        FileMetaData meta = new FileMetaData();
        ParquetThrift.read(meta, new ByteArrayInputStream(bytes), bytes.length);
        if (meta.isSetEncryption_algorithm()) {
            throw UnreadableFileException.unknown("encrypted columns");
        }
        return new ParquetMetadataConverter().fromParquetMetadata(meta);
    }

    @Override
    public List<String> columns() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    @Override
    public boolean next(JsonGenerator json) throws IOException {
        ParquetRowJson to = row;
        if (to == null) {
            to = new ParquetRowJson(schema, json);
            row = to;
        }
        while (rowsLeft == 0) {
            if (!groups.hasNext()) {
                return false;
            }
            begin(groups.next(), to);
        }
        if (records != null) {
            records.read();
        }
        rowsLeft--;
        return true;
    }

    private void begin(BlockMetaData block, ParquetRowJson to) throws IOException {
        rowsLeft = block.getRowCount();
        if (rowsLeft < 0) {
            throw UnreadableFileException.damaged("a row group has less than no rows");
        }
        if (group != null) {
            group.giveBack();
        }
        if (rowsLeft > 0) {
            group = new RowGroup(block);
            records = columns.getRecordReader(group, to);
        }
    }

    /// The pages of one row group.
    private final class RowGroup implements PageReadStore {
        private final long rows;
        private final Map<ColumnPath, ParquetPages> pages = new HashMap<>();

        private RowGroup(BlockMetaData block) throws IOException {
            this.rows = block.getRowCount();
            Map<ColumnPath, ColumnChunkMetaData> chunks = new HashMap<>();
            block.getColumns().forEach(chunk -> chunks.put(chunk.getPath(), chunk));
            int bufferBytes = room.bufferBytes(chunks.size());
            for (ColumnDescriptor column : schema.getColumns()) {
                ColumnPath path = ColumnPath.get(column.getPath());
                ColumnChunkMetaData chunk = chunks.get(path);
                if (chunk == null) {
                    throw UnreadableFileException.damaged("a row group lacks the column " + path);
                }
                checkValues(column, chunk);
                pages.put(path, ParquetPages.of(source, room, column, chunk, bufferBytes));
            }
        }

        /// Rows without values would be given the last value again and again.
        private void checkValues(ColumnDescriptor column, ColumnChunkMetaData chunk)
                throws IOException {
            long values = chunk.getValueCount();
            boolean isOnePerRow = column.getMaxRepetitionLevel() == 0;
            if (values < rows || isOnePerRow && values != rows) {
                throw UnreadableFileException.damaged(
                        "the column %s has %d values for %d rows"
                                .formatted(chunk.getPath(), values, rows));
            }
        }

        private void giveBack() {
            pages.values().forEach(ParquetPages::giveBack);
        }

        @Override
        public PageReader getPageReader(ColumnDescriptor column) {
            ParquetPages found = pages.get(ColumnPath.get(column.getPath()));
            if (found == null) {
                throw new IllegalArgumentException("no column " + column);
            }
            return found;
        }

        @Override
        public long getRowCount() {
            return rows;
        }
    }
}
